package io.eventpipeline.testbed.chaos;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.stream.Stream;

/** Reads from a consumer's log which partitions it got and lost. */
final class RebalanceLog {
  private static final String LOST = " lost [";
  private static final String ASSIGNED = " assigned [e";

  private RebalanceLog() {}

  static void noteMoves(ServiceProcess consumer, Incidents incidents) {
    try (Stream<String> lines = Files.lines(consumer.log(), StandardCharsets.ISO_8859_1)) {
      lines.forEach(
          line -> {
            if (line.contains(LOST)) {
              incidents.consumers().noteLostPartitions(consumer.pid(), time(line));
            } else if (line.contains(ASSIGNED)) {
              incidents.consumers().noteAssignment(consumer.pid(), time(line));
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The time of a log line, unix milliseconds. One of a later hour than now is yesterday's. */
  private static long time(String line) {
    LocalTime time = LocalTime.parse(line.substring(0, "HH:mm:ss.SSS".length()));
    ZoneId zone = ZoneId.systemDefault();
    LocalDateTime now = LocalDateTime.now(zone);
    LocalDateTime today = now.toLocalDate().atTime(time);
    LocalDateTime written = today.isAfter(now) ? today.minusDays(1) : today;
    return written.atZone(zone).toInstant().toEpochMilli();
  }
}

package io.eventpipeline.testbed.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The file of the recording handler: its runs, in the order in which they were written. */
public final class RunLog {
  private final Path file;

  RunLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /**
   * The start or the end of a run.
   *
   * @param what {@code start}, {@code end}, {@code throw}, or {@code cut} when it was interrupted
   * @param at unix milliseconds
   * @param pid of the consumer
   * @param seq {@code "0"} stands for none
   */
  public record Line(String what, long at, long pid, String id, String user, String seq) {
    public boolean isStart() {
      return what.equals("start");
    }
  }

  /** All complete lines. */
  public List<Line> lines() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      return whole.lines().map(RunLog::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Line> of(String id) {
    return lines().stream().filter(line -> line.id().equals(id)).toList();
  }

  /** The number of started runs of {@code id}. */
  public long starts(String id) {
    return of(id).stream().filter(Line::isStart).count();
  }

  /** The starts of each event of {@code ids} that was not run exactly once. */
  public Map<String, Integer> notRunOnce(Collection<String> ids) {
    Map<String, Integer> starts = new HashMap<>();
    ids.forEach(id -> starts.put(id, 0));
    for (Line line : lines()) {
      if (line.isStart()) {
        starts.computeIfPresent(line.id(), (id, n) -> n + 1);
      }
    }
    starts.values().removeIf(n -> n == 1);
    return starts;
  }

  /** The starts of runs that overlap another run of the same user, for {@code users}. */
  public List<Line> overlaps(Collection<String> users) {
    Set<String> watched = new HashSet<>(users);
    Set<String> running = new HashSet<>();
    List<Line> overlaps = new ArrayList<>();
    for (Line line : lines()) {
      if (watched.contains(line.user())) {
        if (!line.isStart()) {
          running.remove(line.user());
        } else if (!running.add(line.user())) {
          overlaps.add(line);
        }
      }
    }
    return overlaps;
  }

  private static Line parse(String line) {
    String[] part = line.split("\t", -1);
    return new Line(
        part[0], Long.parseLong(part[1]), Long.parseLong(part[2]), part[3], part[4], part[5]);
  }
}

package io.eventpipeline.projection.rebuild;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Builds the tables anew from the topic while the pipeline runs.
 *
 * <ol>
 *   <li>Makes a second schema, and lets triggers copy every live write into it.
 *   <li>Reads the topic to where it ended then: an event is either read here, or its live write
 *       comes later and is copied. Both ways keep the newest row of a key, so their order does not
 *       matter.
 *   <li>Puts the new tables into the place of the live ones, in one transaction.
 * </ol>
 *
 * Redis is not asked and not changed: no event becomes final again, no notification leaves.
 */
final class Rebuild {
  private final RebuildSettings settings;

  Rebuild(RebuildSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs to the end. Unless it returns, the live tables are as they were.
   *
   * @throws RebuildRefused if the log lacks events, or another rebuild runs
   * @throws InterruptedException if this thread was interrupted
   */
  RebuildReport run() throws SQLException, InterruptedException {
    try (EventLog log = EventLog.open(settings);
        SecondSchema schema = SecondSchema.open(settings)) {
      log.requireComplete(settings.from());
      schema.create();
      if (settings.from() != null) {
        schema.keepOlder(settings.from());
      }
      schema.mirrorLiveWrites();
      log.readFromStart();
      RecordedRows rows = read(log, schema.writer());
      TableDifferences differences = schema.differences();
      RebuildReport report =
          new RebuildReport(rows, differences.skipped(log.committed()), differences.unexplained());
      report.print();
      schema.takeThePlace();
      System.out.println("the new tables are in place");
      return report;
    }
  }

  private static RecordedRows read(EventLog log, OnceWriter writer)
      throws SQLException, InterruptedException {
    RecordedRows rows = new RecordedRows();
    RebuildProgress progress = new RebuildProgress(log.size());
    try {
      while (!log.isAtEnd()) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> batch = log.poll();
        for (List<ConsumerRecord<byte[], byte[]>> records : batch.values()) {
          rows.countRepeats(writer.write(rows.read(records)));
        }
        progress.show(log.position());
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      progress.end();
    }
    return rows;
  }
}

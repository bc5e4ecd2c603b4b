package io.eventpipeline.consumer.listen;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in one line how many records are read again, for all partitions that are rewound at about
 * the same time. Poll thread only.
 */
final class RereadNote {
  private static final Logger LOG = LoggerFactory.getLogger(RereadNote.class);

  private int partitions;
  private long offsets;
  private boolean more;

  /** Adds a partition that is read again from {@code distance} offsets before. */
  void add(long distance) {
    partitions += distance > 0 ? 1 : 0;
    offsets += distance;
    more = true;
  }

  /** Ends a turn of all partitions; logs if this turn has added none. */
  void endTurn() {
    if (!more && offsets > 0) {
      LOG.info(
          "Redis was restarted or replaced, and may have forgotten its last seconds: {} records of"
              + " {} partitions are read again. Events that are final there do not run again, none"
              + " is lost",
          offsets,
          partitions);
    }
    if (!more) {
      partitions = 0;
      offsets = 0;
    }
    more = false;
  }
}

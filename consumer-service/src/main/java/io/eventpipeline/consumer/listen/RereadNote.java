package io.eventpipeline.consumer.listen;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log in one line what is read again, for all partitions that are rewound at about the
 * same time. Poll thread only.
 */
final class RereadNote {
  private static final Logger LOG = LoggerFactory.getLogger(RereadNote.class);

  private int partitions;
  private long offsets;
  private boolean more;

  /** A partition is read again from an earlier place, so many offsets before. */
  void add(long distance) {
    partitions += distance > 0 ? 1 : 0;
    offsets += distance;
    more = true;
  }

  /** All partitions had their turn; tells if this turn has added none. */
  void turnEnds() {
    if (!more && offsets > 0) {
      LOG.info(
          "Redis was restarted or replaced, and may have forgotten its last seconds: {} records of"
              + " {} partitions are read again. Events that are final there are passed over, none"
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

package io.eventpipeline.consumer.listen;

import org.jspecify.annotations.Nullable;

/**
 * What is written beside a committed offset, for the next owner of the partition.
 *
 * @param runId the Redis that held what is final below the offset
 * @param rereadFrom where to read on instead, if that Redis may have forgotten its last seconds
 */
record CommitNote(String runId, long rereadFrom) {
  private static final String VERSION = "1";

  String text() {
    return VERSION + " " + runId + " " + rereadFrom;
  }

  /** Reads a note; null if there is none that we wrote. */
  static @Nullable CommitNote parse(@Nullable String text) {
    String[] parts = text == null ? new String[0] : text.split(" ", -1);
    if (parts.length != 3 || !parts[0].equals(VERSION)) {
      return null;
    }
    try {
      return new CommitNote(parts[1], Long.parseLong(parts[2]));
    } catch (NumberFormatException notOurs) {
      return null;
    }
  }
}

package io.eventpipeline.consumer.listen;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside a committed offset, for the next owner of the partition.
 *
 * @param runId the Redis that held what is final below the offset
 * @param rereadFrom where to read on instead, if that Redis may have forgotten its last seconds
 * @param attempts handler runs that ended, by the offset of the record that is to be tried again
 */
record CommitNote(String runId, long rereadFrom, Map<Long, Integer> attempts) {
  private static final String VERSION = "1";

  /** The broker takes 4,096 bytes; what does not fit is tried from the start again. */
  private static final int MOST_ATTEMPTS = 100;

  String text() {
    String tries =
        attempts.entrySet().stream()
            .limit(MOST_ATTEMPTS)
            .map(tried -> " " + tried.getKey() + ":" + tried.getValue())
            .collect(Collectors.joining());
    return VERSION + " " + runId + " " + rereadFrom + tries;
  }

  /** Reads a note; null if there is none that we wrote. */
  static @Nullable CommitNote parse(@Nullable String text) {
    String[] parts = text == null ? new String[0] : text.split(" ", -1);
    if (parts.length < 3 || !parts[0].equals(VERSION)) {
      return null;
    }
    try {
      Map<Long, Integer> attempts = new HashMap<>();
      for (int i = 3; i < parts.length; i++) {
        String[] tried = parts[i].split(":", 2);
        attempts.put(Long.valueOf(tried[0]), Integer.valueOf(tried[1]));
      }
      return new CommitNote(parts[1], Long.parseLong(parts[2]), attempts);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException notOurs) {
      return null;
    }
  }
}

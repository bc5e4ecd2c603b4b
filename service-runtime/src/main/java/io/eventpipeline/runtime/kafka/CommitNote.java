package io.eventpipeline.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside a committed offset, for the next owner of the partition.
 *
 * @param runId the Redis that held what is final below the offset
 * @param rereadFrom where to read on instead, if that Redis may have forgotten its last seconds
 * @param topicId the topic whose offset it is; {@link #UNKNOWN_TOPIC} if that is not known
 * @param leaderEpoch of the record before the offset; {@link #UNKNOWN_EPOCH} if that is not known
 * @param attempts handler runs that ended, by the offset of the record that is to be tried again
 */
public record CommitNote(
    String runId, long rereadFrom, String topicId, int leaderEpoch, Map<Long, Integer> attempts) {
  public static final String UNKNOWN_TOPIC = "";
  public static final int UNKNOWN_EPOCH = -1;

  private static final String VERSION = "2";

  /** Knew neither topic nor leader epoch. */
  private static final String FIRST_VERSION = "1";

  /** An empty word cannot be told from none. */
  private static final String NO_WORD = "-";

  /** The broker takes 4,096 bytes; what does not fit is tried from the start again. */
  private static final int MOST_ATTEMPTS = 100;

  public String text() {
    String tries =
        attempts.entrySet().stream()
            .limit(MOST_ATTEMPTS)
            .map(tried -> " " + tried.getKey() + ":" + tried.getValue())
            .collect(Collectors.joining());
    String topic = topicId.isEmpty() ? NO_WORD : topicId;
    return VERSION + " " + runId + " " + rereadFrom + " " + topic + " " + leaderEpoch + tries;
  }

  /** Reads a note; null if there is none that we wrote. */
  public static @Nullable CommitNote parse(@Nullable String text) {
    String[] parts = text == null ? new String[0] : text.split(" ", -1);
    try {
      return switch (parts[0]) {
        case FIRST_VERSION ->
            new CommitNote(
                parts[1],
                Long.parseLong(parts[2]),
                UNKNOWN_TOPIC,
                UNKNOWN_EPOCH,
                attempts(parts, 3));
        case VERSION ->
            new CommitNote(
                parts[1],
                Long.parseLong(parts[2]),
                parts[3].equals(NO_WORD) ? UNKNOWN_TOPIC : parts[3],
                Integer.parseInt(parts[4]),
                attempts(parts, 5));
        default -> null;
      };
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException notOurs) {
      return null;
    }
  }

  private static Map<Long, Integer> attempts(String[] parts, int from) {
    Map<Long, Integer> attempts = new HashMap<>();
    for (int i = from; i < parts.length; i++) {
      String[] tried = parts[i].split(":", 2);
      attempts.put(Long.valueOf(tried[0]), Integer.valueOf(tried[1]));
    }
    return attempts;
  }

  /** True if the offset is known to be one of another topic than {@code id}. */
  public boolean isOfAnother(String id) {
    return !topicId.isEmpty() && !id.isEmpty() && !topicId.equals(id);
  }
}

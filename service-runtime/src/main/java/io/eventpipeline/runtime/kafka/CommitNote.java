package io.eventpipeline.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a committed offset, for the next owner of the partition.
 *
 * @param runId run id of the Redis that stored the final events below the offset
 * @param rereadFrom offset to read from instead if Redis may have lost its last seconds
 * @param topicId id of the topic, or {@link #UNKNOWN_TOPIC}
 * @param leaderEpoch of the record before the offset, or {@link #UNKNOWN_EPOCH}
 * @param attempts finished attempts by the offset of the record that waits for a retry
 */
public record CommitNote(
    String runId, long rereadFrom, String topicId, int leaderEpoch, Map<Long, Integer> attempts) {
  public static final String UNKNOWN_TOPIC = "";
  public static final int UNKNOWN_EPOCH = -1;

  private static final String VERSION = "2";

  /** Has neither topic nor leader epoch. */
  private static final String FIRST_VERSION = "1";

  /** Replaces an empty word. */
  private static final String NO_WORD = "-";

  /** The broker accepts 4,096 bytes. Records that do not fit start with attempt 1 again. */
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

  /** Reads a note; null if the text is not one of ours. */
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

  /** Whether the offset surely belongs to a topic other than {@code id}. */
  public boolean isOfAnother(String id) {
    return !topicId.isEmpty() && !id.isEmpty() && !topicId.equals(id);
  }
}

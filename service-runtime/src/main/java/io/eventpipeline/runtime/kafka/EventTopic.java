package io.eventpipeline.runtime.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Names in Kafka. Producers and consumers outside this project rely on them. */
public final class EventTopic {
  /** The topic, unless configured otherwise. Record key: the user id in UTF-8. */
  public static final String NAME = "events";

  /** Partitions of a topic that this project creates, unless configured otherwise. */
  public static final int PARTITIONS = 8;

  /** The consumer group. */
  public static final String GROUP = "event-processors";

  /** Header with the event id, for readers that do not parse the value. Nothing relies on it. */
  public static final String ID_HEADER = "event-id";

  /** Header with the event type, for readers that do not parse the value. Nothing relies on it. */
  public static final String TYPE_HEADER = "event-type";

  /** Header with the trace of the request that sent the event. Nothing relies on it. */
  public static final String TRACE_HEADER = "traceparent";

  /** Header of a replay: the token of its right to run once more, at most 64 bytes. */
  public static final String REPLAY_HEADER = "replay-token";

  /**
   * Header of a replay: the timestamp of its event's first record in unix milliseconds, as decimal
   * text. It replaces a missing timestamp of the event, if the token gives the right.
   */
  public static final String EVENT_TIME_HEADER = "event-time";

  private static final int TOPIC_ID_CHARS = 8;

  private EventTopic() {}

  /** The partition that Kafka's own partitioner gives the events of a user. */
  public static int partitionOf(String userId, int partitions) {
    byte[] key = userId.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  /**
   * The id of a record that is not a valid event. No event can have it, because {@code ~} is
   * illegal in event ids.
   */
  public static String poisonId(String topic, int partition, long offset) {
    return "poison~" + topic + "~" + partition + "~" + offset;
  }

  /**
   * As {@link #poisonId(String, int, long)}, for a topic that was deleted and created again: its
   * offsets start at 0 again.
   *
   * @param topicId Kafka's own id of the topic, 22 characters
   */
  public static String poisonId(String topic, int partition, long offset, String topicId) {
    return poisonId(topic, partition, offset) + "~" + topicId.substring(0, TOPIC_ID_CHARS);
  }
}

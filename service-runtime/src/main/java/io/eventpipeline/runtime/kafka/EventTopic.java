package io.eventpipeline.runtime.kafka;

/** The names in Kafka that producers and consumers outside this project rely on. */
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

  /** Header with the {@link TraceParent} of whoever sent the event. Nothing relies on it. */
  public static final String TRACE_HEADER = "traceparent";

  private static final int TOPIC_ID_CHARS = 8;

  private EventTopic() {}

  /**
   * The id under which a record is reported that is not an event at all. {@code ~} is not legal in
   * an event's own id, so the two never meet.
   */
  public static String poisonId(String topic, int partition, long offset) {
    return "poison~" + topic + "~" + partition + "~" + offset;
  }

  /**
   * As {@link #poisonId(String, int, long)}, for a topic that was deleted and made anew: its
   * offsets begin at 0 again.
   *
   * @param topicId Kafka's own id of the topic, 22 characters
   */
  public static String poisonId(String topic, int partition, long offset, String topicId) {
    return poisonId(topic, partition, offset) + "~" + topicId.substring(0, TOPIC_ID_CHARS);
  }
}

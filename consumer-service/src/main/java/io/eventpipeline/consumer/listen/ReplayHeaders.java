package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.kafka.EventTopic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a record say of a replay. Anybody may write them, so they count only once
 * Redis has found the right that the token names.
 *
 * @param token not empty
 * @param recordTimestamp of the event's first record, unix milliseconds; else the record's own
 */
record ReplayHeaders(String token, long recordTimestamp) {
  private static final int MOST_BYTES = 64;

  /** Null if the record is no replay, or its token is too long to be one. */
  static @Nullable ReplayHeaders of(ConsumerRecord<byte[], byte[]> record) {
    String token = text(record, EventTopic.REPLAY_HEADER);
    return token == null ? null : new ReplayHeaders(token, recordTimestamp(record));
  }

  private static long recordTimestamp(ConsumerRecord<byte[], byte[]> record) {
    String text = text(record, EventTopic.EVENT_TIME_HEADER);
    if (text == null || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return record.timestamp();
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      return record.timestamp();
    }
  }

  private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    byte[] value = header == null ? null : header.value();
    boolean usable = value != null && value.length > 0 && value.length <= MOST_BYTES;
    return usable ? new String(value, StandardCharsets.UTF_8) : null;
  }
}

package io.eventpipeline.admin.log;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.CloudEventJson;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.runtime.kafka.EventTopic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads records as the consumers do. What it returns is a copy. Threads: any. */
final class LogDecoder {
  private LogDecoder() {}

  static LogRow row(ConsumerRecord<byte[], byte[]> record) {
    return row(record, event(record));
  }

  static LogRecord record(ConsumerRecord<byte[], byte[]> record) {
    Event event = event(record);
    byte[] value = record.value() == null ? new byte[0] : record.value();
    String payload =
        event == null ? new String(value, StandardCharsets.UTF_8) : event.payload().toString();
    List<LogRecord.Header> headers = new ArrayList<>();
    for (Header one : record.headers()) {
      headers.add(new LogRecord.Header(one.key(), text(one.value())));
    }
    return new LogRecord(row(record, event), payload, headers, value.length);
  }

  private static LogRow row(ConsumerRecord<byte[], byte[]> record, @Nullable Event event) {
    String id =
        event == null
            ? EventTopic.poisonId(record.topic(), record.partition(), record.offset())
            : event.id();
    return new LogRow(
        id,
        event == null ? "" : event.userId(),
        event == null ? "" : event.type(),
        event == null ? Event.NO_SEQ : event.seqOrZero(),
        record.timestamp(),
        record.partition(),
        record.offset(),
        header(record, EventTopic.REPLAY_HEADER) != null);
  }

  private static @Nullable Event event(ConsumerRecord<byte[], byte[]> record) {
    boolean isCloudEvent = CloudEventJson.isNamedBy(header(record, CloudEventJson.RECORD_HEADER));
    return EventReader.event(record.value(), isCloudEvent, record.timestamp())
            instanceof Parsed.Valid<Event>(Event event)
        ? event
        : null;
  }

  /** Whether the record may be of this event, as far as bytes tell. Costs little. */
  static boolean mayBe(ConsumerRecord<byte[], byte[]> record, byte[] id) {
    byte[] header = header(record, EventTopic.ID_HEADER);
    return header != null ? Arrays.equals(header, id) : contains(record.value(), id);
  }

  private static boolean contains(byte @Nullable [] text, byte[] part) {
    if (text == null) {
      return false;
    }
    int last = text.length - part.length;
    for (int at = 0; at <= last; at++) {
      if (text[at] == part[0] && Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  private static String text(byte @Nullable [] value) {
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}

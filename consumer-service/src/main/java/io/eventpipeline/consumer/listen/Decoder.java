package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.ErrorClass;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.TraceParent;
import io.eventpipeline.contract.forms.CloudEventJson;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Makes a pending event of each record, also of one that holds no event. Poll thread only. */
final class Decoder {
  private final Meters<ConsumerMetric> meters;
  private final boolean counts;
  private int partitions;

  /**
   * @param counts true if events get their second of the window log
   */
  Decoder(Meters<ConsumerMetric> meters, boolean counts) {
    this.meters = meters;
    this.counts = counts;
  }

  /** Sets how many partitions the topic has. */
  void setPartitions(int count) {
    partitions = count;
  }

  PendingEvent decode(ConsumerRecord<byte[], byte[]> record, AssignedPartition partition) {
    PendingEvent.Record source =
        new PendingEvent.Record(
            record.offset(),
            record.value(),
            partition.advanceLogTime(timestamp(record)),
            record.timestamp(),
            trace(record));
    return switch (EventReader.event(record.value(), isCloudEvent(record), record.timestamp())) {
      case Parsed.Valid<Event>(Event event) -> {
        if (partitions > 0
            && EventTopic.partitionOf(event.userId(), partitions) != record.partition()) {
          meters.count(ConsumerMetric.MISROUTED);
        }
        ReplayHeaders replay = ReplayHeaders.of(record);
        if (replay != null) {
          yield replay(record, source, event, replay);
        }
        if (counts && EventSecond.isForeign(event.time(), record.timestamp())) {
          meters.count(ConsumerMetric.WINDOW_TS_FOREIGN);
        }
        yield PendingEvent.of(source, event).countIn(second(record, event));
      }
      case Parsed.Invalid<Event> invalid -> {
        String id = partition.shared().poisonId(record.offset());
        yield PendingEvent.poison(
            source, id, Failure.of(ErrorClass.INVALID_EVENT, reasons(invalid)));
      }
    };
  }

  /**
   * A replay: its event is dated by the first record of the event.
   *
   * @param ordinary its event if the token gives no right: dated by this record
   */
  private PendingEvent replay(
      ConsumerRecord<byte[], byte[]> record,
      PendingEvent.Record source,
      Event ordinary,
      ReplayHeaders headers) {
    Event event =
        switch (EventReader.event(
            record.value(), isCloudEvent(record), headers.recordTimestamp())) {
          case Parsed.Valid<Event>(Event dated) -> dated;
          case Parsed.Invalid<Event> _ -> ordinary;
        };
    long second =
        counts
            ? EventSecond.ofReplay(event.time(), record.timestamp(), clock(record))
            : PendingEvent.NO_SECOND;
    return PendingEvent.of(source, event)
        .countIn(second)
        .becomeReplay(new PendingEvent.Replay(headers.token(), ordinary, second(record, ordinary)));
  }

  /** Unix seconds, or {@link PendingEvent#NO_SECOND}. */
  private long second(ConsumerRecord<byte[], byte[]> record, Event event) {
    return counts
        ? EventSecond.of(event.time(), record.timestamp(), clock(record))
        : PendingEvent.NO_SECOND;
  }

  private static long clock(ConsumerRecord<byte[], byte[]> record) {
    boolean brokers = record.timestampType() == TimestampType.LOG_APPEND_TIME;
    return brokers ? record.timestamp() : SystemTime.unixMillis();
  }

  private static @Nullable TraceParent trace(ConsumerRecord<byte[], byte[]> record) {
    byte[] header = header(record, EventTopic.TRACE_HEADER);
    return header == null ? null : TraceParent.parse(new String(header, StandardCharsets.UTF_8));
  }

  private static boolean isCloudEvent(ConsumerRecord<byte[], byte[]> record) {
    return CloudEventJson.isNamedBy(header(record, CloudEventJson.RECORD_HEADER));
  }

  private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  private static String reasons(Parsed.Invalid<Event> invalid) {
    return invalid.errors().stream()
        .map(
            (FieldError e) ->
                (e.pointer().isEmpty() ? "the record" : e.pointer()) + " " + e.detail())
        .collect(Collectors.joining("; "));
  }

  /** The record's timestamp; the lowest possible one if a producer's clock runs ahead of ours. */
  private static long timestamp(ConsumerRecord<byte[], byte[]> record) {
    return record.timestampType() == TimestampType.LOG_APPEND_TIME
            || record.timestamp() <= SystemTime.unixMillis()
        ? record.timestamp()
        : Long.MIN_VALUE;
  }
}

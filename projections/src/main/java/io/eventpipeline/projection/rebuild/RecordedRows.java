package io.eventpipeline.projection.rebuild;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.CloudEventJson;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.projection.row.ProjectedType;
import io.eventpipeline.projection.row.RowReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Makes rows of records, and counts what gives none. One thread. */
final class RecordedRows {
  /** A name of the topic's format, as in docs/reference.md. */
  private static final String REPLAY_HEADER = "replay-token";

  private static final int MOST_REASONS = 20;

  private final List<String> reasons = new ArrayList<>();
  private long rows;
  private long repeats;
  private long invalid;
  private long others;

  /** The rows of these records, in their order. */
  List<RecordedRow> read(List<ConsumerRecord<byte[], byte[]>> records) {
    List<RecordedRow> read = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      switch (EventReader.event(record.value(), isCloudEvent(record), record.timestamp())) {
        case Parsed.Valid<Event>(Event event) -> add(record, event, read);
        case Parsed.Invalid<Event> bad -> note(record, FieldError.line(bad.errors()));
      }
    }
    rows += read.size();
    return read;
  }

  private void add(ConsumerRecord<byte[], byte[]> record, Event event, List<RecordedRow> read) {
    if (ProjectedType.named(event.type()).isEmpty()) {
      others++;
      return;
    }
    try {
      read.add(
          new RecordedRow(
              RowReader.read(event), record.partition(), record.offset(), isReplay(record)));
    } catch (NonRetryable e) {
      note(record, String.valueOf(e.getMessage()));
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record, String reason) {
    invalid++;
    if (reasons.size() < MOST_REASONS) {
      reasons.add(
          "partition %d offset %d: %s".formatted(record.partition(), record.offset(), reason));
    }
  }

  private static boolean isReplay(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(REPLAY_HEADER) != null;
  }

  private static boolean isCloudEvent(ConsumerRecord<byte[], byte[]> record) {
    Header type = record.headers().lastHeader(CloudEventJson.RECORD_HEADER);
    return type != null && CloudEventJson.isNamedBy(type.value());
  }

  /** Counts rows of events that an earlier record had given a row. */
  void countRepeats(int count) {
    repeats += count;
  }

  long applied() {
    return rows - repeats;
  }

  long repeats() {
    return repeats;
  }

  long invalid() {
    return invalid;
  }

  /** Events of types that no table holds. */
  long others() {
    return others;
  }

  /** Of the first invalid events. */
  List<String> reasons() {
    return List.copyOf(reasons);
  }
}

package io.eventpipeline.ingest.publish;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventWriter;
import io.eventpipeline.contract.TraceParent;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.observe.EventMark;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.context.annotation.Context;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events and reports when Kafka has acknowledged them. Never waits: the producer would block
 * while it does not know the topic or its buffer is full, so then it gets no event. Threads: any.
 */
@Context
public final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final TopicProducer topic;
  private final TopicSettings settings;
  private final Clock clock = Clock.systemUTC();
  private final Meters<IngestMetric> meters;
  private final AtomicLong bytesUnderWay = new AtomicLong();

  public Publisher(TopicProducer topic, TopicSettings settings, Meters<IngestMetric> meters) {
    this.topic = topic;
    this.settings = settings;
    this.meters = meters;
  }

  /**
   * Sends one event. Never fails. Events of one user keep the order of the calls.
   *
   * @param trace that the event belongs to, or null
   */
  public CompletionStage<Published> publish(
      String id, EventDraft draft, @Nullable TraceParent trace) {
    byte[] key = draft.userId().getBytes(StandardCharsets.UTF_8);
    byte[] value = EventWriter.record(id, draft, clock.millis());
    int size = key.length + value.length;
    if (size > ProducerDefaults.MAX_RECORD_BYTES) {
      return CompletableFuture.completedFuture(
          new Published.TooLarge(size, ProducerDefaults.MAX_RECORD_BYTES));
    }
    Producer<byte[], byte[]> producer = topic.ready();
    if (producer == null) {
      return unacknowledged(0);
    }
    if (bytesUnderWay.addAndGet(size) > ProducerDefaults.MAX_BYTES_UNDER_WAY) {
      return unacknowledged(size);
    }
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(settings.name(), key, value);
    addHeaders(record.headers(), id, draft.type(), trace);
    return send(producer, record, id, size);
  }

  private static void addHeaders(
      Headers headers, String id, String type, @Nullable TraceParent trace) {
    headers.add(EventTopic.ID_HEADER, id.getBytes(StandardCharsets.UTF_8));
    headers.add(EventTopic.TYPE_HEADER, type.getBytes(StandardCharsets.UTF_8));
    if (trace != null) {
      headers.add(EventTopic.TRACE_HEADER, trace.header().getBytes(StandardCharsets.UTF_8));
    }
  }

  private CompletionStage<Published> send(
      Producer<byte[], byte[]> producer,
      ProducerRecord<byte[], byte[]> record,
      String id,
      int size) {
    long from = System.nanoTime();
    CompletableFuture<Published> published = new CompletableFuture<>();
    try {
      producer.send(
          record,
          (metadata, error) -> {
            meters.record(IngestMetric.PUBLISH, System.nanoTime() - from);
            bytesUnderWay.addAndGet(-size);
            if (error != null) {
              logRefusal(id, error);
            }
            published.complete(
                error == null ? new Published.Acknowledged() : new Published.Unacknowledged());
          });
      return published;
    } catch (KafkaException | IllegalStateException e) {
      try (EventMark _ = EventMark.of(id)) {
        LOG.warn("Cannot send event {} to Kafka; refusing it with 503: {}", id, e.toString());
      }
      return unacknowledged(size);
    }
  }

  private static void logRefusal(String id, Exception error) {
    try (EventMark _ = EventMark.of(id)) {
      LOG.debug("Kafka did not acknowledge event {}: {}", id, error.toString());
    }
  }

  private CompletionStage<Published> unacknowledged(int size) {
    bytesUnderWay.addAndGet(-size);
    return CompletableFuture.completedFuture(new Published.Unacknowledged());
  }
}

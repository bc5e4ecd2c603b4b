package io.eventpipeline.testbed.parallel;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.confluent.parallelconsumer.PollContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the topic with Parallel Consumer. The handler of an event does nothing, as in the pipeline
 * without a team's handlers; its effect is written by {@link EventEffects}.
 */
final class ParallelConsumerApplication {
  private ParallelConsumerApplication() {}

  /**
   * Runs until the process ends. Its addresses are in the variables of a consumer; {@code BATCH}
   * tells how many events of different users one call of Redis has at most, {@code THREADS} how
   * many calls there are at once.
   */
  public static void main(String[] args) throws IOException {
    EventEffects effects = new EventEffects(variable("REDIS_URI"));
    ParallelStreamProcessor<String, byte[]> processor =
        ParallelStreamProcessor.createEosStreamProcessor(
            ParallelConsumerOptions.<String, byte[]>builder()
                .consumer(new KafkaConsumer<>(settings()))
                .ordering(ProcessingOrder.KEY)
                .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                .maxConcurrency(number("THREADS"))
                .batchSize(number("BATCH"))
                .build());
    processor.subscribe(List.of(variable("TOPIC_NAME")));
    processor.poll(batch -> handle(batch, effects));
  }

  private static Map<String, Object> settings() {
    return Map.of(
        "bootstrap.servers",
        variable("KAFKA_BOOTSTRAP_SERVERS"),
        "group.id",
        variable("GROUP_ID"),
        "auto.offset.reset",
        "earliest",
        "enable.auto.commit",
        "false",
        "max.poll.records",
        "2000",
        "key.deserializer",
        StringDeserializer.class,
        "value.deserializer",
        ByteArrayDeserializer.class);
  }

  private static int number(String variable) {
    return Integer.parseInt(variable(variable));
  }

  private static String variable(String name) {
    return Objects.requireNonNull(System.getenv(name), name);
  }

  /** What it throws lets Parallel Consumer try the whole batch again. */
  private static void handle(PollContext<String, byte[]> batch, EventEffects effects) {
    List<ReadEvent> events =
        batch.streamConsumerRecords().map(record -> ReadEvent.of(record.value())).toList();
    try {
      long ignored = effects.write(events).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Redis refused the effects", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

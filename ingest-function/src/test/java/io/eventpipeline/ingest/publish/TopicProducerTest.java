package io.eventpipeline.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.runtime.kafka.KafkaContact;
import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.kafka.TopicSetup;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.AdminClient;
import org.junit.jupiter.api.Test;

class TopicProducerTest {
  private static final TopicSettings EVENTS = new TopicSettings("events", 1);

  @Test
  void a_start_without_a_broker_waits_no_longer_than_it_is_told() {
    Properties nowhere = new Properties();
    nowhere.put("bootstrap.servers", "127.0.0.1:" + FreePort.find());
    nowhere.put("default.api.timeout.ms", "500");
    nowhere.put("request.timeout.ms", "400");
    try (AdminClient admin = AdminClient.create(nowhere);
        TopicProducer topic =
            new TopicProducer(
                nowhere, EVENTS, new TopicSetup(admin, EVENTS, new KafkaContact("nowhere", "")))) {
      topic.onApplicationEvent(null);
      CompletableFuture<Void> patient =
          CompletableFuture.runAsync(() -> topic.await(Duration.ofHours(1)));
      topic.await(Duration.ofMillis(100));
      assertThat(patient).isNotDone();
      assertThat(topic.ready()).isNull();
    }
  }
}

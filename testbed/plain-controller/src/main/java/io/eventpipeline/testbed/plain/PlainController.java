package io.eventpipeline.testbed.plain;

import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Answers 202 once Kafka has acknowledged the event. Never waits in the thread of the request. */
@Controller
final class PlainController {
  private final Producer<String, TopicEvent> producer;
  private final String topic;
  private final Clock clock = Clock.systemUTC();

  PlainController(
      @KafkaClient("events") Producer<String, TopicEvent> producer,
      @Value("${topic.name}") String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  @Post("/events")
  @Status(HttpStatus.ACCEPTED)
  CompletionStage<Accepted> accept(@Body NewEvent event) {
    CompletableFuture<Accepted> answer = new CompletableFuture<>();
    var unused =
        producer.send(
            new ProducerRecord<>(topic, event.userId(), event.at(clock.millis())),
            (place, error) -> {
              if (error != null) {
                answer.completeExceptionally(error);
              } else {
                answer.complete(new Accepted(event.eventId(), "accepted"));
              }
            });
    return answer;
  }
}

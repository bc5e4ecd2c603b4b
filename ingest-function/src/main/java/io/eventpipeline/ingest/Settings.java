package io.eventpipeline.ingest;

import io.eventpipeline.ingest.limit.LimitSettings;
import io.eventpipeline.ingest.limit.Limiter;
import io.eventpipeline.ingest.limit.RedisWindow;
import io.eventpipeline.ingest.publish.ProducerFactory;
import io.eventpipeline.ingest.publish.PublishSettings;
import io.eventpipeline.ingest.publish.Publisher;
import io.eventpipeline.ingest.publish.TopicProducer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.admin.AdminClient;

/**
 * Reads every setting of the service and puts its parts together. The parts check what they are
 * given, and so a wrong setting stops the start; the defaults stand in application.properties.
 */
@Factory
final class Settings {
  @Singleton
  LimitSettings limits(
      @Value("${limit.events-per-second}") int eventsPerSecond,
      @Value("${redis.uri}") String uri,
      @Value("${limit.timeout}") Duration timeout) {
    return new LimitSettings(eventsPerSecond, uri, timeout);
  }

  @Singleton
  PublishSettings publish(
      @Value("${topic.name}") String topic, @Value("${topic.partitions}") int partitions) {
    return new PublishSettings(topic, partitions);
  }

  @Singleton
  @Bean(preDestroy = "close")
  RedisWindow window(LimitSettings settings) {
    return new RedisWindow(settings);
  }

  @Context
  Limiter limiter(LimitSettings settings, RedisWindow redis, MeterRegistry meters) {
    return new Limiter(settings, redis, meters);
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicProducer producer(
      AdminClient admin, KafkaDefaultConfiguration kafka, PublishSettings settings) {
    return new TopicProducer(admin, () -> ProducerFactory.make(kafka.getConfig()), settings);
  }

  @Context
  Publisher publisher(TopicProducer topic, PublishSettings settings) {
    return new Publisher(topic, settings, Clock.systemUTC());
  }
}

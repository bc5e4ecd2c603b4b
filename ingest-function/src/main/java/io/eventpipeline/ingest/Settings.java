package io.eventpipeline.ingest;

import io.eventpipeline.ingest.limit.LimitSettings;
import io.eventpipeline.ingest.limit.Limiter;
import io.eventpipeline.ingest.limit.RedisWindow;
import io.eventpipeline.ingest.observe.Metric;
import io.eventpipeline.ingest.publish.ProducerFactory;
import io.eventpipeline.ingest.publish.PublishSettings;
import io.eventpipeline.ingest.publish.Publisher;
import io.eventpipeline.ingest.publish.TopicAtStart;
import io.eventpipeline.observe.LogFormat;
import io.eventpipeline.observe.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.producer.Producer;

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

  /** Set up by logback.xml before we are asked: this only refuses what there is not. */
  @Context
  LogFormat logFormat(@Value("${log.format}") String name) {
    return LogFormat.of(name);
  }

  @Singleton
  Meters<Metric> meters(MeterRegistry registry) {
    return new Meters<>(registry, Metric.class);
  }

  @Singleton
  @Bean(preDestroy = "close")
  RedisWindow window(LimitSettings settings) {
    return new RedisWindow(settings);
  }

  @Context
  Limiter limiter(LimitSettings settings, RedisWindow redis, Meters<Metric> meters) {
    return new Limiter(settings, redis, meters);
  }

  /** Primary, because the framework offers a producer of its own for every type. */
  @Singleton
  @Primary
  Producer<byte[], byte[]> producer(KafkaDefaultConfiguration kafka) {
    return ProducerFactory.make(kafka.getConfig());
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicAtStart topic(
      AdminClient admin, Producer<byte[], byte[]> producer, PublishSettings settings) {
    return new TopicAtStart(admin, producer, settings);
  }

  @Context
  @Bean(preDestroy = "close")
  Publisher publisher(
      Producer<byte[], byte[]> producer,
      TopicAtStart topic,
      PublishSettings settings,
      Meters<Metric> meters) {
    return new Publisher(producer, topic, settings, Clock.systemUTC(), meters);
  }
}

package io.eventpipeline.ingest;

import io.eventpipeline.ingest.idempotency.Idempotency;
import io.eventpipeline.ingest.idempotency.IdempotencySettings;
import io.eventpipeline.ingest.limit.LimitSettings;
import io.eventpipeline.ingest.limit.Limiter;
import io.eventpipeline.ingest.observe.Metric;
import io.eventpipeline.ingest.pressure.Pressure;
import io.eventpipeline.ingest.pressure.PressureSettings;
import io.eventpipeline.ingest.publish.ProducerFactory;
import io.eventpipeline.ingest.publish.PublishSettings;
import io.eventpipeline.ingest.publish.Publisher;
import io.eventpipeline.ingest.publish.TopicProducer;
import io.eventpipeline.ingest.redis.RedisLink;
import io.eventpipeline.ingest.redis.RedisSettings;
import io.eventpipeline.runtime.kafka.KafkaContact;
import io.eventpipeline.runtime.observe.LogFormat;
import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.opentelemetry.api.trace.Tracer;
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
  RedisSettings redis(
      @Value("${redis.uri}") String uri, @Value("${limit.timeout}") Duration timeout) {
    return new RedisSettings(uri, timeout);
  }

  @Singleton
  LimitSettings limits(
      @Value("${limit.events-per-second}") int eventsPerSecond,
      @Value("${limit.ip-events-per-second}") int ipEventsPerSecond) {
    return new LimitSettings(eventsPerSecond, ipEventsPerSecond);
  }

  @Singleton
  IdempotencySettings idempotency(@Value("${idempotency.retention}") Duration retention) {
    return new IdempotencySettings(retention);
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

  /** Asks for the tracer before a request does, so that a wrong setting of it stops the start. */
  @Context
  @Requires(beans = Tracer.class)
  TracerAtStart tracer(Tracer tracer) {
    return new TracerAtStart(tracer);
  }

  /** What makes spans. */
  record TracerAtStart(Tracer tracer) {}

  @Singleton
  Meters<Metric> meters(MeterRegistry registry) {
    return new Meters<>(registry, Metric.class);
  }

  @Singleton
  PressureSettings pressure(
      @Value("${topic.name}") String topic, @Value("${ingest.max-lag}") long maxLag) {
    return new PressureSettings(topic, maxLag);
  }

  @Singleton
  @Bean(preDestroy = "close")
  RedisLink link(RedisSettings settings) {
    return new RedisLink(settings);
  }

  @Context
  Idempotency idempotency(IdempotencySettings settings, RedisLink redis, Meters<Metric> meters) {
    return new Idempotency(settings, redis, meters);
  }

  @Context
  Limiter limiter(LimitSettings settings, RedisLink redis, Meters<Metric> meters) {
    return new Limiter(settings, redis, meters);
  }

  @Context
  Pressure pressure(
      PressureSettings settings, AdminClient admin, KafkaContact contact, Meters<Metric> meters) {
    return new Pressure(settings, admin, contact, meters);
  }

  @Singleton
  KafkaContact kafka(@Value("${kafka.bootstrap.servers}") String brokers) {
    return new KafkaContact(brokers, "Until then events are refused with 503.");
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicProducer producer(
      AdminClient admin,
      KafkaDefaultConfiguration kafka,
      PublishSettings settings,
      KafkaContact contact) {
    return new TopicProducer(
        admin, () -> ProducerFactory.make(kafka.getConfig()), settings, contact);
  }

  @Context
  Publisher publisher(TopicProducer topic, PublishSettings settings, Meters<Metric> meters) {
    return new Publisher(topic, settings, Clock.systemUTC(), meters);
  }
}

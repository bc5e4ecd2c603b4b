package io.eventpipeline.consumer;

import io.eventpipeline.consumer.handle.HandlerJars;
import io.eventpipeline.consumer.handle.HandlerSettings;
import io.eventpipeline.consumer.handle.HandlerSpans;
import io.eventpipeline.consumer.handle.Handlers;
import io.eventpipeline.consumer.ledger.LedgerSettings;
import io.eventpipeline.consumer.ledger.RedisLedger;
import io.eventpipeline.consumer.ledger.RedisLink;
import io.eventpipeline.consumer.listen.ListenSettings;
import io.eventpipeline.consumer.listen.Loop;
import io.eventpipeline.consumer.listen.PollThread;
import io.eventpipeline.consumer.observe.Metric;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.retry.RetryPolicy;
import io.eventpipeline.consumer.retry.RetrySchedule;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.runtime.kafka.KafkaContact;
import io.eventpipeline.runtime.observe.LogFormat;
import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every setting of the service and puts its parts together. The parts check what they are
 * given, and so a wrong setting stops the start; the defaults stand in application.properties.
 */
@Factory
final class Settings {
  static final String CLASS_PATH = System.getProperty("java.class.path", "");

  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

  @Singleton
  ListenSettings listen(
      @Value("${topic.name}") String topic,
      @Value("${order.max-unfinished-events}") int maxEvents,
      @Value("${order.max-unfinished-bytes}") long maxBytes,
      @Value("${pause.max-log-span}") int maxLogSpan,
      @Value("${shutdown.grace}") Duration grace,
      @Value("${ledger.reread}") Duration reread) {
    return new ListenSettings(topic, maxEvents, maxBytes, maxLogSpan, grace, reread);
  }

  @Singleton
  OrderSettings order(
      @Value("${order.gap-timeout}") Duration gapTimeout,
      @Value("${order.max-seq-jump}") long maxSeqJump) {
    return new OrderSettings(gapTimeout, maxSeqJump);
  }

  @Singleton
  LedgerSettings ledger(
      @Value("${redis.uri}") String uri,
      @Value("${redis.timeout}") Duration timeout,
      @Value("${ledger.retention}") Duration retention,
      OrderSettings order) {
    return new LedgerSettings(uri, timeout, retention, order.maxSeqJump());
  }

  @Singleton
  RetrySchedule retries(
      @Value("${retry.attempts}") int attempts,
      @Value("${retry.first}") Duration first,
      @Value("${retry.cap}") Duration cap) {
    return new RetrySchedule(attempts, first, cap);
  }

  @Singleton
  HandlerSettings handlers(
      List<EventHandler> teams,
      RetrySchedule retries,
      @Value("${handler.timeout}") Duration timeout,
      ListenSettings listen,
      @Nullable Tracer tracer) {
    if (listen.grace().compareTo(timeout) < 0) {
      LOG.warn("shutdown.grace {} is below handler.timeout {}", listen.grace(), timeout);
    }
    HandlerJars.on(CLASS_PATH)
        .check(teams)
        .forEach(idle -> LOG.warn("no event reaches a class in handlers/: {}", idle));
    Handlers handlers = new Handlers(teams);
    handlers.lines().forEach(LOG::info);
    if (teams.isEmpty()) {
      LOG.warn("there is no handler of yours: the built-in one takes every type and does nothing");
    }
    HandlerSpans spans = tracer == null ? null : new HandlerSpans(tracer);
    return new HandlerSettings(handlers, new RetryPolicy(retries), timeout, spans);
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
  RedisLink link(LedgerSettings settings, Meters<Metric> meters) {
    return new RedisLink(settings, meters);
  }

  @Singleton
  Loop loop(
      ListenSettings listen,
      OrderSettings order,
      HandlerSettings handlers,
      RedisLink link,
      LedgerSettings ledger,
      Meters<Metric> meters) {
    Loop loop = new Loop(listen, order, handlers, link, meters);
    loop.start(new RedisLedger(link, ledger));
    link.start(loop);
    return loop;
  }

  @Singleton
  KafkaContact kafka(@Value("${kafka.bootstrap.servers}") String brokers) {
    return new KafkaContact(brokers, "Events wait in it, none is lost.");
  }

  @Singleton
  PollThread pollThread(
      ListenSettings settings,
      Loop loop,
      KafkaDefaultConfiguration kafka,
      KafkaContact contact,
      Meters<Metric> meters) {
    return new PollThread(settings, loop, () -> Admin.create(kafka.getConfig()), contact, meters);
  }
}

package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.ConsumerApplication;
import io.eventpipeline.consumer.engine.EventLoop;
import io.eventpipeline.consumer.engine.PartitionName;
import io.eventpipeline.consumer.ledger.OperatorView;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** Shows operators every 2 s that this consumer is there, and what it works on. */
@Context
final class Heartbeat {
  private final String id = UUID.randomUUID().toString();
  private final String process = ManagementFactory.getRuntimeMXBean().getName();
  private final EventLoop loop;
  private final OperatorView view;
  private final TopicSettings topic;
  private final Meters<ConsumerMetric> meters;

  Heartbeat(EventLoop loop, OperatorView view, TopicSettings topic, Meters<ConsumerMetric> meters) {
    this.loop = loop;
    this.view = view;
    this.topic = topic;
    this.meters = meters;
  }

  @Scheduled(fixedDelay = "2s", initialDelay = "1s")
  void beat() {
    String partitions =
        loop.partitions().stream()
            .map(PartitionName::number)
            .sorted()
            .map(number -> Integer.toString(number))
            .collect(Collectors.joining(","));
    var ignored =
        view.beat(
            id,
            Map.of(
                "process", process,
                "topic", topic.name(),
                "partitions", partitions,
                "lag", Long.toString(Math.round(meters.sum(ConsumerMetric.LAG))),
                "inFlight", Long.toString(Math.round(meters.sum(ConsumerMetric.UNFINISHED))),
                "version", version()));
  }

  /** "unknown" where the classes are in no jar. */
  private static String version() {
    String version = ConsumerApplication.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "unknown");
  }
}

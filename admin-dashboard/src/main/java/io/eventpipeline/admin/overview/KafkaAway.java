package io.eventpipeline.admin.overview;

import io.eventpipeline.admin.log.Progress;
import io.eventpipeline.admin.log.ProgressReader;
import io.eventpipeline.admin.page.Trouble;
import io.eventpipeline.admin.page.UtcTime;
import io.eventpipeline.runtime.kafka.TopicSettings;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells on every page what of Kafka is away. */
@Singleton
final class KafkaAway implements Trouble {
  private final ProgressReader progress;
  private final TopicSettings topic;

  KafkaAway(ProgressReader progress, TopicSettings topic) {
    this.progress = progress;
    this.topic = topic;
  }

  @Override
  public @Nullable String now() {
    Progress now = progress.last();
    if (now.staleSince() != 0) {
      return "Kafka has not answered since "
          + UtcTime.clock(now.staleSince())
          + " UTC: pages show what was read before, and nothing can be replayed.";
    }
    if (now.missing()) {
      return "Kafka has no topic " + topic.name() + " yet: the API or a consumer makes it.";
    }
    if (!now.away().isEmpty()) {
      return "Some partitions do not answer, their events are not shown: "
          + now.away().stream().map(one -> Integer.toString(one)).collect(Collectors.joining(", "))
          + ".";
    }
    return null;
  }
}

package io.eventpipeline.ingest.backpressure;

import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Asks Kafka whether it answers. Threads: any. */
@Singleton
public final class KafkaProbe {
  private static final int TIMEOUT_MS = 2000;

  private final AdminClient admin;

  public KafkaProbe(AdminClient admin) {
    this.admin = admin;
  }

  /** Whether Kafka answers within 2 s. Never fails. */
  public CompletionStage<Boolean> answers() {
    return admin
        .describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MS))
        .clusterId()
        .toCompletionStage()
        .handle((id, error) -> error == null);
  }
}

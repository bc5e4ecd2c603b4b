package io.eventpipeline.ingest.limit;

import org.junit.jupiter.api.BeforeAll;

/** The same on a node of Redis Cluster. */
class SourceLimiterClusterIT extends SourceLimiterIT {
  @BeforeAll
  static void start() {
    start(LimitRedis.inCluster(dir));
  }
}

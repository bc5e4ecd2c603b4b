package io.eventpipeline.ingest.limit;

import org.junit.jupiter.api.BeforeAll;

/** The same on a node of Redis Cluster: the keys of one call are of one space. */
class RedisWindowClusterIT extends RedisWindowIT {
  @BeforeAll
  static void start() {
    rig = LimitRedis.inCluster(dir);
  }
}

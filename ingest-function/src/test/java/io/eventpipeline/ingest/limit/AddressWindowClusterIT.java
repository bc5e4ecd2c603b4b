package io.eventpipeline.ingest.limit;

import org.junit.jupiter.api.BeforeAll;

/** The same on a node of Redis Cluster: the key of an address has a call of its own. */
class AddressWindowClusterIT extends AddressWindowIT {
  @BeforeAll
  static void start() {
    start(LimitRedis.inCluster(dir));
  }
}

package io.eventpipeline.consumer.ledger;

import org.junit.jupiter.api.BeforeAll;

/** The same on a node of Redis Cluster: each call names all its keys, and all are of one space. */
class RedisLedgerClusterIT extends RedisLedgerIT {
  @BeforeAll
  static void start() {
    rig = LedgerRig.startInCluster(dir);
  }
}

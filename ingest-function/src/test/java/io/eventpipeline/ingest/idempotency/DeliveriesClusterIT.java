package io.eventpipeline.ingest.idempotency;

import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.redis.ClusterNode;
import org.junit.jupiter.api.BeforeAll;

/** The same on a node of Redis Cluster: the mark of the bytes has a call of its own. */
class DeliveriesClusterIT extends DeliveriesIT {
  @BeforeAll
  static void start() {
    LocalRedis node = LocalRedis.start(dir, 0, "--cluster-enabled", "yes");
    ClusterNode.own(node.uri());
    start(node, ClusterNode.spaces(), ClusterNode::client);
  }
}

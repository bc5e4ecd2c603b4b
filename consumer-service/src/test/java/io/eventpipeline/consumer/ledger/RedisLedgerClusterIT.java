package io.eventpipeline.consumer.ledger;

import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.redis.ClusterNode;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.DefaultClientResources;
import org.junit.jupiter.api.BeforeAll;

/** The same on a node of Redis Cluster: each call names all its keys, and all are of one space. */
class RedisLedgerClusterIT extends RedisLedgerIT {
  @BeforeAll
  static void start() {
    redis = LocalRedis.start(dir, 0, "--cluster-enabled", "yes");
    ClusterNode.own(redis.uri());
    start(
        ClusterNode.client(DefaultClientResources.create(), RedisURI.create(redis.uri())),
        ClusterNode.spaces(),
        ClusterNode.names());
  }
}

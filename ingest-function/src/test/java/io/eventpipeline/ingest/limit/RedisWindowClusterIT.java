package io.eventpipeline.ingest.limit;

/** The same on a node of Redis Cluster: the keys of one call are of one space. */
class RedisWindowClusterIT extends RedisWindowIT {
  @Override
  LimitRedis redis() {
    return LimitRedis.inCluster(dir);
  }
}

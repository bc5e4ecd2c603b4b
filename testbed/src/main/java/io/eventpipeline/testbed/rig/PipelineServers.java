package io.eventpipeline.testbed.rig;

/** The Kafka and the Redis of one pipeline, reachable over loopback. */
interface PipelineServers extends AutoCloseable {

  String bootstrapServers();

  int redisPort();

  /** Ends them without care for their data. */
  @Override
  void close();
}

package io.eventpipeline.testbed.rig;

/** The Kafka and the Redis of one pipeline, both to be reached over loopback. */
interface PipelineServers extends AutoCloseable {

  String bootstrapServers();

  int redisPort();

  /** Ends them; what they held is of no use any more. */
  @Override
  void close();
}

package io.eventpipeline.local.command;

import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import java.util.function.Supplier;

/**
 * One running process of the pipeline.
 *
 * @param tail the last lines of its output
 * @param stop ends it as it wishes to be ended, and waits for that
 */
record Part(String name, Process process, Supplier<String> tail, Runnable stop) {
  static Part of(LocalKafka kafka) {
    return new Part("Kafka", kafka.process(), kafka::tail, kafka::close);
  }

  static Part of(LocalRedis redis) {
    return new Part("Redis", redis.process(), redis::tail, redis::close);
  }

  static Part of(String name, ServiceProcess service) {
    return new Part(name, service.process(), service::tail, service::close);
  }
}

package io.eventpipeline.runtime.redis;

/** Whether a service can use its Redis, for {@link RedisReadiness}. Threads: any. */
public interface RedisStatus {
  /** True while a server answers and refuses nothing. */
  boolean isUp();

  /** Why Redis is not up; empty while it is. */
  String trouble();
}

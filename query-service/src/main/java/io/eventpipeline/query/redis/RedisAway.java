package io.eventpipeline.query.redis;

/** Redis gave no answer, or refused the call. The message says why. */
public final class RedisAway extends Exception {
  public RedisAway(String why) {
    super(why);
  }
}

package io.eventpipeline.runtime.redis;

/** Names of keys that belong to no key space. One script call touches one of them, and no other. */
public final class SingleKeys {
  private SingleKeys() {}

  /** Sorted set: when the permits of one address were granted, in unix milliseconds. */
  public static String rateIp(String ip) {
    return "rate-ip:" + ip;
  }
}

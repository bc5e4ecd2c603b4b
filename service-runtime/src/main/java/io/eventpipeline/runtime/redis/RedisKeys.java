package io.eventpipeline.runtime.redis;

/** Every key name in Redis. No other place builds one. */
public final class RedisKeys {
  /** List of the ids of failed events. */
  public static final String DLQ_LIST = "dlq:list";

  private RedisKeys() {}

  /** Hash: the final state of an event. */
  public static String event(String eventId) {
    return "event:" + eventId;
  }

  /** String: there once the event is final. */
  public static String dedup(String eventId) {
    return "dedup:" + eventId;
  }

  /** String: the lease of the worker that is handling the event. */
  public static String inflight(String eventId) {
    return "inflight:" + eventId;
  }

  /** List: the seqs of the user's processed events, in the order they were processed. */
  public static String order(String userId) {
    return "order:" + userId;
  }

  /** String: the seq the user's order waits for; absent means 1. */
  public static String seq(String userId) {
    return "seq:" + userId;
  }

  /** Hash: what is kept of a failed event. */
  public static String dlq(String eventId) {
    return "dlq:" + eventId;
  }

  /**
   * String: what was sent under one idempotency key of one user, and whether it was acknowledged.
   *
   * @param keyId made from the user id and the key
   */
  public static String idem(String keyId) {
    return "idem:" + keyId;
  }

  /** Sorted set: the moments of the user's accepted events, in unix milliseconds. */
  public static String rate(String userId) {
    return "rate:" + userId;
  }

  /** Sorted set: the moments of accepted events from one address, in unix milliseconds. */
  public static String rateIp(String ip) {
    return "rate-ip:" + ip;
  }

  /** String: the epoch of the partition's owner. */
  public static String owner(String topic, int partition) {
    return "owner:" + topic + ":" + partition;
  }

  /** String: the id of the topic that the partition was first read of. */
  public static String topic(String topic, int partition) {
    return "topic:" + topic + ":" + partition;
  }
}

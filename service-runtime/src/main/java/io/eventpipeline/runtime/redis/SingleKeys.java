package io.eventpipeline.runtime.redis;

/** Names of keys that belong to no key space. One script call touches one of them, and no other. */
public final class SingleKeys {
  private SingleKeys() {}

  /** Sorted set: when the permits of one address were granted, in unix milliseconds. */
  public static String rateIp(String ip) {
    return "rate-ip:" + ip;
  }

  /** Sorted set: when the permits of one address at one webhook source were granted. */
  public static String rateLimit(String source, String ip) {
    return "rate_limit:" + source + ":" + ip;
  }

  /**
   * String: the event id of the webhook that brought these signed bytes.
   *
   * @param seenId {@code {source}:{sha256 of the signed bytes}}
   */
  public static String webhookSeen(String seenId) {
    return "webhook:seen:" + seenId;
  }

  /** Stream: what operators did, newest last. */
  public static String adminAudit() {
    return "admin:audit";
  }

  /**
   * Hash: the session of a person who logged in to the dashboard.
   *
   * @param sha256 of the session id
   */
  public static String adminSession(String sha256) {
    return "admin:session:" + sha256;
  }

  /** String: the SHA-256 of the link that makes one person an operator, once. */
  public static String adminLink() {
    return "admin:link";
  }

  /**
   * String: how many wrong passwords came for a user from an address in the last minute.
   *
   * @param userHash SHA-256 of the name; {@code *} for any
   * @param ip {@code *} for any
   */
  public static String adminTries(String userHash, String ip) {
    return "admin:tries:" + userHash + ":" + ip;
  }

  /** Sorted set: the ids of running consumers, by their last sign in ms of Redis' clock. */
  public static String consumers() {
    return "consumers";
  }

  /** Hash: what one running consumer works on; rewritten every 2 s. */
  public static String consumer(String id) {
    return "consumer:" + id;
  }

  /** Hash: how many webhooks were received, and how many of them were duplicates. */
  public static String webhookStats() {
    return "webhook:stats";
  }
}

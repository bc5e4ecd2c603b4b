package io.eventpipeline.runtime.redis;

/**
 * The key names of one key space. One script call may touch keys of one space only, and no other
 * place builds a name. A space that has a tag writes it after the prefix: {@code event:{3}a}. Redis
 * Cluster then keeps the whole space on one node.
 *
 * @param tag empty, or a hash tag with its braces
 */
public record KeySpace(String tag) {
  /** Field of {@link #lanes} beside the users: how many more wait. */
  public static final String MORE_USERS = "~more";

  /** Group of the push workers on {@link #outboxPush}. */
  public static final String PUSH_WORKERS = "workers";

  /** List of the ids of dead letters. */
  public String dlqList() {
    return name("dlq:", "list");
  }

  /** Stream: skipped events and the outcomes of replays, newest last, bounded. */
  public String notable() {
    return name("ix:", "notable");
  }

  /** Stream: push notifications to be sent. */
  public String outboxPush() {
    return name("outbox:", "push");
  }

  /** Sorted set: push notifications to be sent again, by when. */
  public String pushRetry() {
    return name("push:", "retry");
  }

  /** Stream: push notifications that were given up. */
  public String pushDlq() {
    return name("push:", "dlq");
  }

  /** String: until when no worker sends, in unix milliseconds by Redis' clock. */
  public String pushHold() {
    return name("push:", "hold");
  }

  /** Hash: how many push notifications were sent, and how many attempts failed. */
  public String pushStats() {
    return name("push:", "stats");
  }

  /**
   * String: how a push notification ended.
   *
   * @param noteId {@code {eventId}#{n}}
   */
  public String pushSent(String noteId) {
    return name("push:sent:", noteId);
  }

  /** Set: the push tokens of the user's devices. */
  public String fcmTokens(String userId) {
    return name("fcm:tokens:", userId);
  }

  /** String: the push token of the user's only device. */
  public String fcmToken(String userId) {
    return name("fcm:token:", userId);
  }

  /**
   * String: the users of the events that were processed and happened in this second. Each is the
   * length of its id in UTF-8 (two bytes, the high one first), then the id.
   */
  public String window(long unixSecond) {
    return name("win:", Long.toString(unixSecond));
  }

  /** Hash: the final state of an event. */
  public String event(String eventId) {
    return name("event:", eventId);
  }

  /** String: exists once the event is final. */
  public String dedup(String eventId) {
    return name("dedup:", eventId);
  }

  /** String: the lease of the worker that handles the event. */
  public String inflight(String eventId) {
    return name("inflight:", eventId);
  }

  /** List: the seqs of the user's processed events, in order. */
  public String order(String userId) {
    return name("order:", userId);
  }

  /** String: the next seq of the user; absent means 1. */
  public String seq(String userId) {
    return name("seq:", userId);
  }

  /** Hash: the dead letter of an event. */
  public String dlq(String eventId) {
    return name("dlq:", eventId);
  }

  /** Hash: a job of replays, and how many of them were processed or failed. */
  public String replayJob(String job) {
    return name("replay:", "job:" + job);
  }

  /** List: the ids of the dead letters that a job of replays takes, fixed when it was counted. */
  public String replayIds(String job) {
    return name("replay:", "ids:" + job);
  }

  /** List: a copy of {@link #dlqList} to read page by page; lives some minutes. */
  public String replayScan(String job) {
    return name("replay:", "scan:" + job);
  }

  /** String: until when the permits of all capped replays are given away, in ms of Redis' clock. */
  public String replayRate() {
    return name("replay:", "rate");
  }

  /**
   * String: what one user sent under one idempotency key, and whether Kafka acknowledged it.
   *
   * @param keyId made from the user id and the idempotency key
   */
  public String idem(String keyId) {
    return name("idem:", keyId);
  }

  /** String: whether the webhook of this event is under way, or Kafka acknowledged it. */
  public String idempotency(String eventId) {
    return name("idempotency:", eventId);
  }

  /** Sorted set: when the user's permits were granted, in unix milliseconds. */
  public String rate(String userId) {
    return name("rate:", userId);
  }

  /** Sorted set: the users that are paused, by the end of the pause in unix milliseconds. */
  public String paused() {
    return name("paused", "");
  }

  /** Hash: by whom and why the user is paused, and how that ended. */
  public String pause(String userId) {
    return name("pause:", userId);
  }

  /** Hash: the users that wait in the partition, and for what, and {@link #MORE_USERS}. */
  public String lanes(String topic, int partition) {
    return name("lanes:", topic + ":" + partition);
  }

  /** String: the epoch of the partition's owner. */
  public String owner(String topic, int partition) {
    return name("owner:", topic + ":" + partition);
  }

  /** String: Kafka's id of the topic that the partition was first read from. */
  public String topic(String topic, int partition) {
    return name("topic:", topic + ":" + partition);
  }

  /** String: a random text; another one means that Redis forgot the window log. */
  public String windowGeneration() {
    return name("win-", "generation");
  }

  /** Hash: the reference table that counts. */
  public String refCurrent() {
    return name("ref:", "current");
  }

  /** String: the token of the upload that is under way. */
  public String refUpload() {
    return name("ref:", "upload");
  }

  /** String: one part of a reference table. */
  public String refChunk(String version, int number) {
    return name("ref:", version + ":" + number);
  }

  private String name(String prefix, String id) {
    return tag.isEmpty() ? prefix + id : prefix + tag + id;
  }
}

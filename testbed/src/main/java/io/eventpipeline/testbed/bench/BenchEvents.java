package io.eventpipeline.testbed.bench;

import java.util.stream.IntStream;

/**
 * The events of a measurement, numbered from 0. Users take turns. One in a hundred is a payment,
 * all others are orders.
 *
 * @param name prefix of ids and users, unique to a run
 * @param withSeq whether each user's events have seqs from 1
 * @param note bytes of text in each payload
 */
record BenchEvents(String name, int count, int users, boolean withSeq, int note)
    implements TopicEvents {
  static final String ORDER = "order.created";
  static final String PAYMENT = "order.paid";
  private static final int PAYMENT_EVERY = 100;

  /** The first {@code fewer} of them. */
  BenchEvents first(int fewer) {
    return new BenchEvents(name, fewer, users, withSeq, note);
  }

  /** Other events of the same shape. */
  BenchEvents renamed(String more) {
    return new BenchEvents(name + more, count, users, withSeq, note);
  }

  @Override
  public String id(int i) {
    return name + "-" + i;
  }

  @Override
  public String user(int i) {
    return name + "-u" + i % users;
  }

  /** 0 for none. */
  int seq(int i) {
    return withSeq ? i / users + 1 : 0;
  }

  String type(int i) {
    return isPayment(i) ? PAYMENT : ORDER;
  }

  /** Every user pays in turn. */
  boolean isPayment(int i) {
    return (i + i / users) % PAYMENT_EVERY == PAYMENT_EVERY - 1;
  }

  int payments() {
    return (int) IntStream.range(0, count).filter(this::isPayment).count();
  }

  /** As scripts take it: empty for none. */
  String seqText(int i) {
    return withSeq ? "" + seq(i) : "";
  }

  private String payload(int i) {
    String seq = withSeq ? "\"seq\":" + seq(i) + "," : "";
    return "{" + seq + "\"amount\":12.5,\"note\":\"" + "x".repeat(note) + "\"}";
  }

  @Override
  public String record(int i) {
    return "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":%s,\"timestamp\":1}"
        .formatted(id(i), user(i), type(i), payload(i));
  }

  /** As an item of a batch, or the body of a single event. */
  String body(int i) {
    return "{\"eventId\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":%s}"
        .formatted(id(i), user(i), type(i), payload(i));
  }
}

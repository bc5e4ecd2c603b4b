package io.eventpipeline.testbed.bench;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Dead letters that are written into Redis as the consumer writes them, without anything having
 * failed. Users take turns.
 *
 * @param name prefix of ids and users, unique to a run
 * @param topic of their records
 * @param chosen how many of them have the type {@link #CHOSEN}, spread evenly over the list
 */
record SeededLetters(String name, String topic, int count, int chosen) {
  static final String CHOSEN = "order.created";

  private static final String OTHER = "order.paid";
  private static final int USERS = 5000;
  private static final int BATCH = 500;
  private static final String TRACE = "\tat com.example.Orders.apply(Orders.java:42)\n".repeat(20);

  String id(int i) {
    return name + "-" + i;
  }

  private String user(int i) {
    return name + "-u" + i % USERS;
  }

  private boolean isChosen(int i) {
    return (long) i * chosen / count != (long) (i + 1) * chosen / count;
  }

  /** Writes all. They failed an hour ago. */
  void write(String redis) {
    long failedAt = System.currentTimeMillis() - 3_600_000;
    try (RawRedis client = new RawRedis(redis)) {
      for (int from = 0; from < count; from += BATCH) {
        int to = Math.min(from + BATCH, count);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<String> list = new ArrayList<>(List.of("RPUSH", "dlq:list"));
        for (int i = from; i < to; i++) {
          list.add(id(i));
          RawRedis.encode(wire, entry(i, failedAt));
          RawRedis.encode(wire, state(i, failedAt));
        }
        RawRedis.encode(wire, list);
        client.send(wire.toByteArray());
        client.skip(2 * (to - from) + 1);
      }
    }
  }

  /** Deletes what is left of them. Their events stay failed. */
  void delete(String redis) {
    try (RawRedis client = new RawRedis(redis)) {
      for (int from = 0; from < count; from += BATCH) {
        List<String> unlink = new ArrayList<>(List.of("UNLINK", "dlq:list"));
        for (int i = from; i < Math.min(from + BATCH, count); i++) {
          unlink.add("dlq:" + id(i));
        }
        String unused = client.ask(unlink.toArray(String[]::new));
      }
    }
  }

  private List<String> entry(int i, long failedAt) {
    String type = isChosen(i) ? CHOSEN : OTHER;
    String record =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":{\"amount\":12.5},\"timestamp\":%d}"
            .formatted(id(i), user(i), type, failedAt);
    List<String> command = new ArrayList<>(List.of("HSET", "dlq:" + id(i)));
    command.addAll(List.of("eventId", id(i), "userId", user(i), "type", type));
    command.addAll(List.of("attempts", "3", "error", "no stock", "stackTrace", TRACE));
    command.addAll(List.of("errorClass", "com.example.NoStock", "queuedAt", "" + failedAt));
    command.addAll(List.of("payload", record, "encoding", "utf8", "topic", topic));
    command.addAll(List.of("partition", "0", "offset", "0", "recordTimestamp", "" + failedAt));
    return command;
  }

  private List<String> state(int i, long failedAt) {
    return List.of(
        "HSET",
        "event:" + id(i),
        "status",
        "failed",
        "processedAt",
        "" + failedAt,
        "attempts",
        "3",
        "userId",
        user(i),
        "type",
        isChosen(i) ? CHOSEN : OTHER,
        "error",
        "no stock");
  }
}

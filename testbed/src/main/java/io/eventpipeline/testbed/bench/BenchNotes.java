package io.eventpipeline.testbed.bench;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The notifications of events, one each. Every user has one device.
 *
 * @param events that they tell of
 */
record BenchNotes(BenchEvents events) {
  static final String OUTBOX = "outbox:push";

  /** Lets the consumer make one of each event. */
  static final Map<String, String> OF_ALL = rules(BenchEvents.ORDER, BenchEvents.PAYMENT);

  /** Lets the consumer make one of each payment. */
  static final Map<String, String> OF_PAYMENTS = rules(BenchEvents.PAYMENT);

  private static final int AT_ONCE = 500;

  /** Makes tokens as long as those of FCM. */
  private static final String TOKEN_END = ":" + "x".repeat(142);

  private static Map<String, String> rules(String... types) {
    Map<String, String> rules = new HashMap<>();
    for (String type : types) {
      String rule = "OUTBOX_RULES_" + rules.size() / 4 + "_";
      rules.put(rule + "TYPE", type);
      rules.put(rule + "CHANNEL", "push");
      rules.put(rule + "TITLE", "New order");
      rules.put(rule + "BODY", "Order {eventId} placed by {userId}");
    }
    return Map.copyOf(rules);
  }

  /** The device's token. */
  static String token(String user) {
    return user + TOKEN_END;
  }

  String id(int i) {
    return events.id(i) + "#1";
  }

  /** Registers the device of each user. */
  void register(String redis) {
    int users = Math.min(events.users(), events.count());
    write(redis, users, i -> device(events.user(i)));
  }

  private static List<String> device(String user) {
    return List.of("SADD", "fcm:tokens:" + user, token(user));
  }

  /** Writes them into the outbox as the consumer does. */
  void fill(String redis) {
    write(redis, events.count(), i -> List.of("XADD", OUTBOX, "*", "d", entry(i)));
  }

  /** The text of an entry of the outbox. */
  String entry(int i) {
    return "0|" + id(i) + "|" + json(i);
  }

  private String json(int i) {
    return """
    {"eventId":"%1$s","userId":"%2$s","type":"%3$s","title":"New order",\
    "body":"Order %1$s placed by %2$s"}\
    """
        .formatted(events.id(i), events.user(i), events.type(i));
  }

  private static void write(String redis, int count, IntFunction<List<String>> command) {
    try (RawRedis client = new RawRedis(redis)) {
      for (int from = 0; from < count; from += AT_ONCE) {
        int to = Math.min(count, from + AT_ONCE);
        ByteArrayOutputStream commands = new ByteArrayOutputStream();
        for (int i = from; i < to; i++) {
          RawRedis.encode(commands, command.apply(i));
        }
        client.send(commands.toByteArray());
        client.skip(to - from);
      }
    }
  }
}

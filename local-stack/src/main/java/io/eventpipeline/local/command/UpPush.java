package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@link Up} for the push worker, and its start. */
final class UpPush {
  private static final String NAME = "push";
  private static final String CORE = "core";

  /** Begins a line of its log if it sends nothing. */
  private static final String DRY_RUN = "Dry run: ";

  private static final String RULES = "OUTBOX_RULES_";

  @Option(
      names = "--push-port",
      defaultValue = "8084",
      description = "port of the push worker (${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--only",
      paramLabel = CORE,
      description = CORE + ": start nothing but the servers, the API and the consumer")
  private @Nullable String only;

  @Option(
      names = "--without",
      paramLabel = "NAME",
      split = ",",
      description = "leave these services out: " + NAME)
  private List<String> without = List.of();

  /**
   * @param taken ports of the other services
   * @throws IllegalStateException saying what to do, if a name is unknown or the port is taken
   */
  void check(Integer... taken) {
    if (only != null && !only.equals(CORE)) {
      throw new IllegalStateException("--only must be " + CORE);
    }
    if (!Set.of(NAME).containsAll(without)) {
      throw new IllegalStateException("--without must be " + NAME);
    }
    if (isWanted()) {
      Addresses.requireFree("--push-port", port);
      if (List.of(taken).contains(port)) {
        throw new IllegalStateException("--push-port is the port of another service: " + port);
      }
    }
  }

  boolean isWanted() {
    return only == null && !without.contains(NAME);
  }

  /**
   * The consumer's rule by which an order becomes a notification; empty if there is no worker, or
   * the user has rules.
   */
  Map<String, String> rule() {
    if (!isWanted() || System.getenv().keySet().stream().anyMatch(name -> name.startsWith(RULES))) {
      return Map.of();
    }
    Map<String, String> rule = new TreeMap<>();
    rule.put("TYPE", "order.created");
    rule.put("CHANNEL", "push");
    rule.put("TITLE", "New Order");
    rule.put("BODY", "Order {payload.order_id} placed by {userId}");
    rule.put("TOPIC", "orders");
    Map<String, String> variables = new TreeMap<>();
    rule.forEach((field, value) -> variables.put(RULES + "0_" + field, value));
    return variables;
  }

  /** Starts it if it is wanted. Null if not. */
  @Nullable ServiceProcess launch(UpStart start, String redis) throws IOException {
    return isWanted()
        ? start.launch(
            start
                .service("push worker", "push-worker", port, Map.of("REDIS_URI", redis))
                .inBackground())
        : null;
  }

  /** Where it is, and where its notifications appear. */
  String shown(ServiceProcess worker) {
    return "http://localhost:%d/health   %s"
        .formatted(
            port,
            worker.output().contains(DRY_RUN)
                ? "a dry run: notifications appear in " + worker.log()
                : "sends to Firebase");
  }
}

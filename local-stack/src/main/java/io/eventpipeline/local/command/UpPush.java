package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The push worker. */
final class UpPush implements OptionalService {
  /** Begins a line of its log if it sends nothing. */
  private static final String DRY_RUN = "Dry run: ";

  private static final String RULES = "OUTBOX_RULES_";

  @Option(
      names = "--push-port",
      defaultValue = "${env:PUSH_PORT:-8084}",
      description = "port of the push worker (${DEFAULT-VALUE})")
  private int port;

  @Override
  public String name() {
    return "push";
  }

  @Override
  public String title() {
    return "push worker";
  }

  @Override
  public String module() {
    return "push-worker";
  }

  @Override
  public int port() {
    return port;
  }

  /** The rule by which an order becomes a notification; none if the user has rules. */
  @Override
  public Map<String, String> consumerVariables() {
    if (System.getenv().keySet().stream().anyMatch(name -> name.startsWith(RULES))) {
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

  @Override
  public String shown(ServiceProcess worker) {
    return "http://localhost:%d/health   %s"
        .formatted(
            port,
            worker.output().contains(DRY_RUN)
                ? "a dry run: notifications to devices appear in " + worker.log()
                : "sends to Firebase");
  }
}

package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The dashboard. */
final class UpAdmin implements OptionalService {
  /** Stands in its log if no user is configured. A link for the first operator follows. */
  private static final String NO_USERS = "There are no users";

  private static final Pattern LINK = Pattern.compile("https?://\\S+/admin/link\\S*");
  private static final Duration LINK_WITHIN = Duration.ofSeconds(5);
  private static final Duration ASK_AGAIN = Duration.ofMillis(50);

  @Option(
      names = "--admin-port",
      defaultValue = "${env:ADMIN_PORT:-8082}",
      description = "port of the dashboard (${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--admin-health-port",
      defaultValue = "8085",
      description = "port of the dashboard's health and metrics (${DEFAULT-VALUE})")
  private int healthPort;

  @Override
  public String name() {
    return "admin";
  }

  @Override
  public String title() {
    return "dashboard";
  }

  @Override
  public String module() {
    return "admin-dashboard";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Map<String, Integer> ports() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("--admin-port", port);
    ports.put("--admin-health-port", healthPort);
    return ports;
  }

  @Override
  public void describe(ServiceProcess.Builder service, UpSurroundings around) {
    service.env("KAFKA_BOOTSTRAP_SERVERS", around.brokers()).healthAt(healthPort);
    if (around.query() != null) {
      service.env("QUERY_URL", around.query().toString());
    }
  }

  @Override
  public String shown(ServiceProcess service) {
    return address() + "/admin/events";
  }

  /**
   * The link by which the first person becomes an operator; empty if there are users. Waits for it:
   * the dashboard is ready before Redis has kept the link.
   */
  static Optional<String> link(ServiceProcess service) {
    long end = System.nanoTime() + LINK_WITHIN.toNanos();
    Optional<String> link = find(service.output());
    while (link.isEmpty() && service.output().contains(NO_USERS) && System.nanoTime() < end) {
      LockSupport.parkNanos(ASK_AGAIN.toNanos());
      link = find(service.output());
    }
    return link;
  }

  private static Optional<String> find(String log) {
    return LINK.matcher(log).results().map(found -> found.group()).reduce((before, last) -> last);
  }

  String address() {
    return "http://localhost:" + port;
  }
}

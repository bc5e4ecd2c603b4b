package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The dashboard. */
final class UpAdmin implements OptionalService {
  /** Its log has a link for the first operator while no user is configured. */
  private static final Pattern LINK = Pattern.compile("https?://\\S+/admin/link\\S*");

  @Option(
      names = "--admin-port",
      defaultValue = "8082",
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

  /** The link by which the first person becomes an operator; empty if there are users. */
  static Optional<String> link(ServiceProcess service) {
    return LINK.matcher(service.output())
        .results()
        .map(found -> found.group())
        .reduce((before, last) -> last);
  }

  String address() {
    return "http://localhost:" + port;
  }
}

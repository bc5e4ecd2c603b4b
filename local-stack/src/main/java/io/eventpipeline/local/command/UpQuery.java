package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import java.util.Map;
import picocli.CommandLine.Option;

/** The query service. */
final class UpQuery implements OptionalService {
  private static final String WINDOW = "WINDOW_ENABLED";

  @Option(
      names = "--query-port",
      defaultValue = "${env:QUERY_PORT:-8083}",
      description = "port of the query service (${DEFAULT-VALUE})")
  private int port;

  @Override
  public String name() {
    return "query";
  }

  @Override
  public String title() {
    return "query service";
  }

  @Override
  public String module() {
    return "query-service";
  }

  @Override
  public int port() {
    return port;
  }

  /** Users and orders come from the projections. */
  @Override
  public void describe(ServiceProcess.Builder service, UpSurroundings around) {
    SqlDatabase database = around.database();
    if (database != null) {
      database.toRead().forEach(service::env);
    }
  }

  /** It writes the window log, unless the user says otherwise. */
  @Override
  public Map<String, String> consumerVariables() {
    return System.getenv(WINDOW) == null ? Map.of(WINDOW, "true") : Map.of();
  }

  @Override
  public String shown(ServiceProcess service) {
    return address() + "/metrics   counts the events of the last minutes";
  }

  String address() {
    return "http://localhost:" + port;
  }
}

package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.local.StackProcess;
import io.eventpipeline.local.WebhookSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the whole pipeline, waits for a signal, and ends everything in order. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description =
        "Starts Kafka, Redis, PostgreSQL, the ingest API, the consumer with the SQL projections,"
            + " the push worker, the query service and the dashboard; Ctrl-C ends them.")
public final class Up implements Callable<Integer> {
  private static final String TRAIN =
      "Run ./pipeline train once per build (half a minute) to halve the time of later starts.\n";

  @Option(
      names = "--port",
      defaultValue = "${env:INGEST_PORT:-3000}",
      description = "port of the API (${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--consumer-port",
      defaultValue = "8081",
      description = "port of the consumer's health and metrics (${DEFAULT-VALUE})")
  private int consumerPort;

  @Mixin private UpServers servers = new UpServers();
  @Mixin private UpOptions around = new UpOptions();

  @Option(
      names = "--data",
      defaultValue = ".pipeline",
      description = "folder of the data, which survive a restart (${DEFAULT-VALUE})")
  private Path data = Path.of(".pipeline");

  @Option(names = "--fresh", description = "wipe that folder first")
  private boolean fresh;

  @Option(
      names = "--small",
      description = "start our services with the JVM options for little memory and little load")
  private boolean small;

  @Option(
      names = "--watch",
      description = "restart what changes: build sources anew, take jars in handlers/")
  private boolean watch;

  /** The API, then the consumer. */
  private final List<UpService> core = new ArrayList<>();

  private final Progress progress = new Progress();
  private final StackProcesses processes = new StackProcesses(progress);

  @Override
  public Integer call() throws Exception {
    StopSignals signals = StopSignals.listen(processes::killAll);
    try (DataFolder folder = DataFolder.open(data.toAbsolutePath().normalize())) {
      try {
        UpStart start = start(folder);
        return report(awaitEndOfOne(start), folder);
      } catch (InterruptedException | RuntimeException | IOException e) {
        if (!signals.isAsked()) {
          throw e;
        }
        progress.say("stopping; press Ctrl-C again to kill everything at once");
        return 0;
      } finally {
        signals.startStopping();
        processes.stopAll();
        folder.orphans().forget();
      }
    } finally {
      if (signals.status() != 0) {
        System.exit(signals.status());
      }
    }
  }

  private UpStart start(DataFolder folder) throws IOException, InterruptedException {
    folder.orphans().endAll(progress);
    checkAddresses();
    if (watch) {
      MavenBuild.requireMaven();
    }
    if (fresh) {
      folder.wipe();
    }
    UpStart start = new UpStart(progress, processes, folder, small);
    start.together(
        () -> servers.startKafka(start),
        () -> servers.startRedis(start),
        () -> around.startDatabase(start));
    startServices(start);
    return start;
  }

  /** In parallel: one loads classes while the other waits for Kafka. */
  private void startServices(UpStart start) throws IOException {
    String brokers = servers.brokers();
    String store = servers.redis();
    Map<String, String> env = Map.of("KAFKA_BOOTSTRAP_SERVERS", brokers, "REDIS_URI", store);
    WebhookSecret secret = start.folder().webhookSecret();
    core.add(
        start.launch(
            "ingest-function",
            () ->
                start
                    .service("ingest", "ingest-function", port, env)
                    .env(WebhookSecret.VARIABLE, secret.value())));
    core.add(start.launch(UpWatch.CONSUMER, () -> consumer(start, env)));
    around.launch(start, brokers, store);
    core.forEach(start::awaitReady);
    around.started().forEach(start::awaitReady);
    TeamHandlers handlers = note(start);
    String api = "http://localhost:" + port;
    Map<String, String> places = new LinkedHashMap<>();
    places.putAll(around.page());
    places.put("API", api);
    places.put("health", "%s/health   http://localhost:%d/health".formatted(api, consumerPort));
    places.put(
        "webhooks",
        "%s%s, signed with the secret in %s".formatted(api, WebhookSignature.PATH, secret.from()));
    places.putAll(around.places());
    places.put("Kafka", brokers);
    places.put("Redis", servers.shownRedis());
    places.put("data and logs", data.toString());
    greet(places, handlers.invitation(api), start.hasAllCaches());
  }

  private ServiceProcess.Builder consumer(UpStart start, Map<String, String> env)
      throws IOException {
    ServiceProcess.Builder described =
        start
            .service("consumer", UpWatch.CONSUMER, consumerPort, env)
            .inBackground()
            .classPath(Jars.in(UpWatch.HANDLERS));
    around.addTo(described);
    return described;
  }

  /** Notes for other commands where the pipeline runs, and names the team's handlers. */
  private TeamHandlers note(UpStart start) throws IOException {
    TeamHandlers handlers = TeamHandlers.in(core.getLast().running().output());
    handlers.lines().forEach(start::say);
    Map<String, String> notes = around.notes();
    notes.put("kafka", servers.brokers());
    DataFolder folder = start.folder();
    folder.noteRunning(
        "http://localhost:" + port,
        servers.redis(),
        folder.webhookSecret().value(),
        handlers.types(),
        notes);
    return handlers;
  }

  private StackProcess awaitEndOfOne(UpStart start) throws IOException, InterruptedException {
    if (!watch) {
      return processes.awaitEndOfOne();
    }
    List<UpService> services = new ArrayList<>(core);
    services.addAll(around.started());
    return new UpWatch(start, processes, services, service -> restarted(start, service))
        .awaitEndOfOne();
  }

  private void restarted(UpStart start, UpService service) throws IOException {
    if (service == core.getLast()) {
      TeamHandlers ignored = note(start);
    }
    around.linkOf(service).ifPresent(link -> start.say("operator, once: " + link));
  }

  private void checkAddresses() {
    Addresses.requireFree("--port", port);
    Addresses.requireFree("--consumer-port", consumerPort);
    if (port == consumerPort) {
      throw new IllegalStateException("--port and --consumer-port must differ; both are " + port);
    }
    around.check(port, consumerPort);
    servers.check();
  }

  private void greet(Map<String, String> places, String invitation, boolean isTrained) {
    StringBuilder lines = new StringBuilder();
    places.forEach((name, place) -> lines.append("  %-16s %s%n".formatted(name, place)));
    System.out.printf(
        """

        %s
        %s

        %sCtrl-C ends everything.
        """,
        lines, invitation, isTrained ? "" : TRAIN);
  }

  private int report(StackProcess ended, DataFolder folder) throws IOException {
    System.err.printf(
        "pipeline: %s ended by itself with status %d; stopping the rest%s. The end of its"
            + " log:%n%s%n",
        ended.name(),
        ended.process().exitValue(),
        folder.isFull()
            ? ". The disk of " + data + " is full: free some space and start again"
            : "",
        ended.tail());
    return 1;
  }
}

package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What {@link Up} starts around the core: services, and the projections with their database. Its
 * options leave some out.
 */
final class UpOptions {
  private static final String CORE = "core";

  @Mixin private UpPush push = new UpPush();
  @Mixin private UpQuery query = new UpQuery();
  @Mixin private UpAdmin admin = new UpAdmin();
  @Mixin private UpProjections projections = new UpProjections();

  @Option(
      names = "--only",
      paramLabel = CORE,
      description = CORE + ": start nothing but Kafka, Redis, the API and the consumer")
  private @Nullable String only;

  @Option(
      names = "--without",
      paramLabel = "NAME",
      split = ",",
      description = "leave these out: push, query, admin, projections (and their PostgreSQL)")
  private List<String> without = List.of();

  private final Map<OptionalService, UpService> started = new LinkedHashMap<>();

  /** Null without projections. */
  private volatile @Nullable SqlDatabase database;

  private List<OptionalService> all() {
    return List.of(push, query, admin);
  }

  private List<OptionalService> wanted() {
    return only != null
        ? List.of()
        : all().stream().filter(each -> !without.contains(each.name())).toList();
  }

  private boolean hasProjections() {
    return only == null && !without.contains(UpProjections.NAME);
  }

  /**
   * @param taken ports of the core
   * @throws IllegalStateException saying what to do, if a name is unknown, a port is taken or the
   *     database does not answer
   */
  void check(Integer... taken) {
    if (only != null && !only.equals(CORE)) {
      throw new IllegalStateException("--only must be " + CORE);
    }
    List<String> names = new ArrayList<>(all().stream().map(OptionalService::name).toList());
    names.add(UpProjections.NAME);
    if (!names.containsAll(without)) {
      throw new IllegalStateException("--without must be of " + String.join(", ", names));
    }
    checkPorts(taken);
    if (hasProjections()) {
      projections.check();
    }
  }

  private void checkPorts(Integer... taken) {
    Set<Integer> ports = new HashSet<>(List.of(taken));
    for (OptionalService each : wanted()) {
      each.ports().forEach((option, port) -> checkPort(option, port, ports));
    }
  }

  private static void checkPort(String option, int port, Set<Integer> taken) {
    Addresses.requireFree(option, port);
    if (!taken.add(port)) {
      throw new IllegalStateException(option + " is the port of another service: " + port);
    }
  }

  /** Starts the database of the projections, if there are any and none is given. */
  void startDatabase(UpStart start) throws IOException {
    if (hasProjections()) {
      database = projections.database(start);
    }
  }

  /** Tells the consumer what runs around it, and gives it the projections. */
  void addTo(ServiceProcess.Builder consumer) throws IOException {
    wanted().forEach(each -> each.consumerVariables().forEach(consumer::env));
    SqlDatabase tables = database;
    if (tables != null) {
      UpProjections.addTo(consumer, tables);
    }
  }

  /** Starts the services and does not wait. */
  void launch(UpStart start, String brokers, String redis) throws IOException {
    URI counts = wanted().contains(query) ? URI.create(query.address()) : null;
    UpSurroundings around = new UpSurroundings(brokers, database, counts);
    for (OptionalService each : wanted()) {
      UpService.Description description =
          () -> {
            ServiceProcess.Builder described =
                start
                    .service(each.title(), each.module(), each.port(), Map.of("REDIS_URI", redis))
                    .inBackground();
            each.describe(described, around);
            return described;
          };
      started.put(each, start.launch(each.module(), description));
    }
  }

  /** Those that were started. */
  List<UpService> started() {
    return List.copyOf(started.values());
  }

  /** The dashboard, where people begin, and how to get in; empty if it does not run. */
  Map<String, String> page() {
    UpService page = started.get(admin);
    Map<String, String> places = new LinkedHashMap<>();
    if (page != null) {
      places.put(admin.title(), admin.shown(page.running()));
      linkOf(page).ifPresent(link -> places.put("operator, once", link));
    }
    return places;
  }

  /** The link for the first operator, if the service is a dashboard without users. */
  Optional<String> linkOf(UpService service) {
    return service == started.get(admin) ? UpAdmin.link(service.running()) : Optional.empty();
  }

  /** What of the others is worth a line, by its title. */
  Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    started.forEach((each, service) -> places.put(each.title(), each.shown(service.running())));
    places.remove(admin.title());
    SqlDatabase tables = database;
    if (tables != null) {
      if (started.containsKey(query)) {
        places.put(
            "users, orders", query.address() + "/users/ID   " + query.address() + "/orders/ID");
      }
      places.put("PostgreSQL", projections.shown(tables));
    }
    return places;
  }

  /**
   * What other commands need to know of those that run: {@code pushLog} is the log of the push
   * worker, {@code query} the query service's base URL, {@code admin} the dashboard's, {@code sql}
   * is {@code on} with projections, and {@code sqlUrl} their database. Those that do not run are
   * left out.
   */
  Map<String, String> notes() {
    Map<String, String> notes = new TreeMap<>();
    UpService worker = started.get(push);
    if (worker != null) {
      notes.put("pushLog", worker.running().log().toString());
    }
    if (started.containsKey(query)) {
      notes.put("query", query.address());
    }
    if (started.containsKey(admin)) {
      notes.put("admin", admin.address());
    }
    SqlDatabase tables = database;
    if (tables != null) {
      notes.put("sql", "on");
      notes.put("sqlUrl", tables.url());
    }
    return notes;
  }
}

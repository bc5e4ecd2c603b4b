package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The services that {@link Up} starts around the core, and the options that leave some out. */
final class UpOptions {
  private static final String CORE = "core";

  @Mixin private UpPush push = new UpPush();
  @Mixin private UpQuery query = new UpQuery();

  @Option(
      names = "--only",
      paramLabel = CORE,
      description = CORE + ": start nothing but the servers, the API and the consumer")
  private @Nullable String only;

  @Option(
      names = "--without",
      paramLabel = "NAME",
      split = ",",
      description = "leave these services out: push, query")
  private List<String> without = List.of();

  private final Map<OptionalService, ServiceProcess> started = new LinkedHashMap<>();

  private List<OptionalService> all() {
    return List.of(push, query);
  }

  private List<OptionalService> wanted() {
    return only != null
        ? List.of()
        : all().stream().filter(each -> !without.contains(each.name())).toList();
  }

  /**
   * @param taken ports of the core
   * @throws IllegalStateException saying what to do, if a name is unknown or a port is taken
   */
  void check(Integer... taken) {
    if (only != null && !only.equals(CORE)) {
      throw new IllegalStateException("--only must be " + CORE);
    }
    List<String> names = all().stream().map(OptionalService::name).toList();
    if (!names.containsAll(without)) {
      throw new IllegalStateException("--without must be of " + String.join(", ", names));
    }
    Set<Integer> ports = new HashSet<>(List.of(taken));
    for (OptionalService each : wanted()) {
      String option = "--%s-port".formatted(each.name());
      Addresses.requireFree(option, each.port());
      if (!ports.add(each.port())) {
        throw new IllegalStateException(option + " is the port of another service: " + each.port());
      }
    }
  }

  /** What the consumer needs to know of those that run. */
  Map<String, String> consumerVariables() {
    Map<String, String> variables = new TreeMap<>();
    wanted().forEach(each -> variables.putAll(each.consumerVariables()));
    return variables;
  }

  /** Starts them and does not wait. */
  void launch(UpStart start, String redis) throws IOException {
    for (OptionalService each : wanted()) {
      started.put(
          each,
          start.launch(
              start
                  .service(each.title(), each.module(), each.port(), Map.of("REDIS_URI", redis))
                  .inBackground()));
    }
  }

  void awaitReady(UpStart start) {
    started.values().forEach(start::awaitReady);
  }

  /** What of each is worth a line, by its title. */
  Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    started.forEach((each, process) -> places.put(each.title(), each.shown(process)));
    return places;
  }

  /**
   * What other commands need to know of those that run: {@code pushLog} is the log of the push
   * worker, {@code query} the query service's base URL. Those that do not run are left out.
   */
  Map<String, String> notes() {
    Map<String, String> notes = new TreeMap<>();
    ServiceProcess worker = started.get(push);
    if (worker != null) {
      notes.put("pushLog", worker.log().toString());
    }
    if (started.containsKey(query)) {
      notes.put("query", "http://localhost:" + query.port());
    }
    return notes;
  }
}

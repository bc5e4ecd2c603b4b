package io.eventpipeline.local.command;

import io.eventpipeline.local.StackProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Restarts what changes while the pipeline of {@link Up} runs: after a change of a module's sources
 * its service, with a build between; after a change in {@code handlers/} the consumer. One thread.
 */
final class UpWatch {
  /** The consumer's module. */
  static final String CONSUMER = "consumer-service";

  /** The folder of the team's jars. */
  static final Path HANDLERS = Path.of("handlers");

  /** Modules that all services contain. */
  private static final List<String> SHARED = List.of("event-contract", "service-runtime");

  private static final String PROJECTIONS = "projections";
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final UpStart start;
  private final StackProcesses processes;
  private final List<UpService> services;
  private final MavenBuild maven;
  private final Restarted restarted;
  private final Set<StackProcess> failed = new HashSet<>();

  /** What changed and was not built yet, because a build failed. */
  private final Set<String> changes = new TreeSet<>();

  /** Hears of each service that is ready again. */
  interface Restarted {
    void hear(UpService service) throws IOException;
  }

  /**
   * Watches from now on.
   *
   * @param services those that run
   */
  UpWatch(UpStart start, StackProcesses processes, List<UpService> services, Restarted restarted) {
    this.start = start;
    this.processes = processes;
    this.services = services;
    this.maven = new MavenBuild(start.folder().log("build"));
    this.restarted = restarted;
  }

  /**
   * Restarts what changes until a process ends by itself, and returns that one. One that does not
   * start after a change is no such process: the next change may mend it.
   */
  StackProcess awaitEndOfOne() throws IOException, InterruptedException {
    ChangedFiles files = new ChangedFiles(watched());
    start.say("watching " + String.join(", ", watched().keySet()));
    while (true) {
      Thread.sleep(LOOK_EVERY);
      Optional<StackProcess> ended =
          processes.ended().stream().filter(each -> !failed.contains(each)).findFirst();
      if (ended.isPresent()) {
        return ended.get();
      }
      Set<String> changed = files.changed();
      if (!changed.isEmpty()) {
        start.say("changed: " + String.join(", ", changed));
        changes.addAll(changed);
        renew();
      }
    }
  }

  /** Each name with its files and folders. */
  private Map<String, List<Path>> watched() {
    Map<String, List<Path>> all = new LinkedHashMap<>();
    for (String module : modules()) {
      all.put(module, List.of(Path.of(module, "src/main"), Path.of(module, "pom.xml")));
    }
    all.put(HANDLERS.toString(), List.of(HANDLERS));
    return all;
  }

  private Collection<String> modules() {
    List<String> all = new ArrayList<>(SHARED);
    services.forEach(service -> all.add(service.module()));
    all.add(PROJECTIONS);
    return all;
  }

  private void renew() throws IOException, InterruptedException {
    Set<String> build = new HashSet<>(changes);
    build.remove(HANDLERS.toString());
    boolean all = build.stream().anyMatch(SHARED::contains);
    if (all) {
      build.addAll(modules());
    }
    // Classes first: a running service needs its jar until it has ended.
    if (!build.isEmpty() && !maven.run("compile", build)) {
      start.say("nothing is restarted, because the build failed:\n" + maven.errors());
      return;
    }
    List<UpService> restart =
        services.stream().filter(service -> all || isChanged(service)).toList();
    changes.clear();
    for (UpService service : restart) {
      start.say("stopping " + service.name());
      service.close();
    }
    if (!build.isEmpty() && !maven.run("package", build)) {
      start.say("the build failed; starting what there is:\n" + maven.errors());
    }
    List<UpService> again = restart.stream().filter(this::isLaunched).toList();
    for (UpService service : again) {
      awaitReady(service);
    }
  }

  private boolean isChanged(UpService service) {
    return changes.contains(service.module())
        || service.module().equals(CONSUMER)
            && (changes.contains(PROJECTIONS) || changes.contains(HANDLERS.toString()));
  }

  /** Launches a service again, and says so if that fails. */
  private boolean isLaunched(UpService service) {
    try {
      start.relaunch(service);
      failed.remove(service);
      return true;
    } catch (IOException | IllegalStateException | UncheckedIOException e) {
      fail(service, e);
      return false;
    }
  }

  private void awaitReady(UpService service) throws IOException {
    try {
      start.awaitReady(service);
      restarted.hear(service);
    } catch (IllegalStateException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      fail(service, e);
    }
  }

  private void fail(UpService service, Exception why) {
    failed.add(service);
    start.say(Reason.of(why) + "\n" + service.name() + " starts again after the next change");
  }
}

package io.eventpipeline.local.command;

import io.eventpipeline.local.AotCache;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.local.StackProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One start of a pipeline: says what starts, and notes each process, so that it is ended even if
 * this one is killed. One thread.
 */
final class UpStart {
  private static final Duration READY = Duration.ofMinutes(3);

  private final Progress progress;
  private final StackProcesses processes;
  private final DataFolder folder;
  private final List<AotCache> caches = new ArrayList<>();

  UpStart(Progress progress, StackProcesses processes, DataFolder folder) {
    this.progress = progress;
    this.processes = processes;
    this.folder = folder;
  }

  DataFolder folder() {
    return folder;
  }

  void say(String line) {
    progress.say(line);
  }

  /** Notes a server that runs. */
  <T extends StackProcess> T server(T server) throws IOException {
    processes.addServer(server);
    folder.orphans().note(server);
    return server;
  }

  /** Describes one of our services. */
  ServiceProcess.Builder service(String name, String module, int port, Map<String, String> env) {
    say("starting the " + name);
    Path jar = Path.of(module, "target", module + ".jar");
    uses(new AotCache(jar));
    ServiceProcess.Builder builder =
        ServiceProcess.of("the " + name, jar)
            .env("MICRONAUT_SERVER_PORT", "" + port)
            .logTo(folder.log(name.replace(' ', '-')));
    env.forEach(builder::env);
    return builder;
  }

  /** Starts a service and does not wait for it. */
  ServiceProcess launch(ServiceProcess.Builder described) throws IOException {
    ServiceProcess service = described.start();
    processes.addService(service);
    folder.orphans().note(service);
    return service;
  }

  void awaitReady(ServiceProcess service) {
    service.awaitReady(READY);
    say(service.name() + " is ready at port " + service.port());
  }

  /** Notes a cache from which a process starts, if it is usable. */
  void uses(AotCache cache) {
    caches.add(cache);
  }

  boolean hasAllCaches() {
    return caches.stream().allMatch(AotCache::isUsable);
  }
}

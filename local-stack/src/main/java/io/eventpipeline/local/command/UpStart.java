package io.eventpipeline.local.command;

import io.eventpipeline.local.AotCache;
import io.eventpipeline.local.JvmOptions;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.local.StackServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * One start of a pipeline: says what starts, and notes each process, so that it is ended even if
 * this one is killed. One thread, but {@link #together} runs steps on others.
 */
final class UpStart {
  private static final Duration READY = Duration.ofMinutes(3);

  private final Progress progress;
  private final StackProcesses processes;
  private final DataFolder folder;
  private final boolean small;
  private final List<AotCache> caches = new CopyOnWriteArrayList<>();

  /**
   * Starts nothing yet.
   *
   * @param small whether services start with {@link JvmOptions#SMALL}
   */
  UpStart(Progress progress, StackProcesses processes, DataFolder folder, boolean small) {
    this.progress = progress;
    this.processes = processes;
    this.folder = folder;
    this.small = small;
  }

  DataFolder folder() {
    return folder;
  }

  void say(String line) {
    progress.say(line);
  }

  /** A part of the start that needs no other part. */
  interface Step {
    void run() throws IOException;
  }

  /**
   * Runs steps side by side and waits for all. An interrupt ends them.
   *
   * @throws IllegalStateException with the reason, if one failed
   */
  void together(Step... steps) throws InterruptedException {
    List<Callable<Boolean>> calls = Stream.of(steps).map(UpStart::call).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> step : threads.invokeAll(calls)) {
        boolean ignored = step.get();
      }
    } catch (ExecutionException e) {
      Throwable why = Objects.requireNonNull(e.getCause());
      throw new IllegalStateException(Reason.of(why), why);
    }
  }

  private static Callable<Boolean> call(Step step) {
    return () -> {
      step.run();
      return true;
    };
  }

  /** Notes a server that was launched, and waits until it is ready. Any thread. */
  <T extends StackServer> T server(T server) throws IOException {
    processes.addServer(server);
    Process launched = server.process();
    folder.orphans().note(server);
    server.awaitReady();
    if (server.process() != launched) { // PostgreSQL was launched again
      folder.orphans().note(server);
    }
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
            .options(small ? JvmOptions.SMALL : JvmOptions.STANDARD)
            .logTo(folder.log(name.replace(' ', '-')));
    env.forEach(builder::env);
    return builder;
  }

  /**
   * Starts a service and does not wait for it.
   *
   * @param module its folder
   */
  UpService launch(String module, UpService.Description described) throws IOException {
    UpService service = UpService.start(module, described);
    processes.addService(service);
    folder.orphans().note(service);
    return service;
  }

  /** Starts a service again, which has ended. Does not wait for it. */
  void relaunch(UpService service) throws IOException {
    service.startAgain();
    folder.orphans().note(service);
  }

  void awaitReady(UpService service) {
    service.running().awaitReady(READY);
    say(service.name() + " is ready at port " + service.running().port());
  }

  /** Notes a cache from which a process starts, if it is usable. */
  void uses(AotCache cache) {
    caches.add(cache);
  }

  boolean hasAllCaches() {
    return caches.stream().allMatch(AotCache::isUsable);
  }
}

package io.eventpipeline.local.command;

import io.eventpipeline.local.StackProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/**
 * The processes of a pipeline. Services stop before the servers that they use. Otherwise they stop
 * in the order of their starts: first the API, so that no new event arrives while the consumer
 * finishes. Any thread may add one or kill all; one thread does the rest.
 */
final class StackProcesses {
  private final Progress progress;
  private final List<StackProcess> servers = new CopyOnWriteArrayList<>();
  private final List<StackProcess> services = new CopyOnWriteArrayList<>();

  StackProcesses(Progress progress) {
    this.progress = progress;
  }

  void addServer(StackProcess server) {
    servers.add(server);
  }

  void addService(StackProcess service) {
    services.add(service);
  }

  /** Waits until one of them ends by itself, and returns it. */
  StackProcess awaitEndOfOne() throws InterruptedException {
    CompletableFuture<?>[] ends =
        inOrder().stream().map(each -> each.process().onExit()).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.anyOf(ends).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return ended().getFirst();
  }

  /** Those that have ended. */
  List<StackProcess> ended() {
    return inOrder().stream().filter(each -> !each.process().isAlive()).toList();
  }

  /** Stops one after the other and says so. Goes on when one cannot be stopped. */
  void stopAll() {
    for (StackProcess each : inOrder()) {
      if (each.process().isAlive()) {
        progress.say("stopping " + each.name());
        try {
          each.close();
        } catch (RuntimeException e) {
          progress.say(each.name() + ": " + Reason.of(e));
        }
      }
    }
    if (!inOrder().isEmpty()) {
      progress.say("all stopped");
    }
  }

  /** Kills all at once. Any thread. */
  void killAll() {
    inOrder().forEach(each -> each.process().destroyForcibly());
  }

  private List<StackProcess> inOrder() {
    List<StackProcess> all = new ArrayList<>(services);
    all.addAll(servers);
    return all;
  }
}

package io.eventpipeline.local.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/**
 * What has been started. The servers stop after the services that use them; else the order of the
 * start is the order of the stop, so that nothing new comes in while the consumer finishes its
 * work. All methods are called by one thread, but {@link #killAll}.
 */
final class Parts {
  private final Progress progress;
  private final List<Part> servers = new CopyOnWriteArrayList<>();
  private final List<Part> services = new CopyOnWriteArrayList<>();

  Parts(Progress progress) {
    this.progress = progress;
  }

  void server(Part part) {
    servers.add(part);
  }

  void service(Part part) {
    services.add(part);
  }

  /** Waits until one of them has ended by itself, and gives that one. */
  Part awaitEndOfOne() throws InterruptedException {
    CompletableFuture<?>[] ends =
        inOrder().stream().map(part -> part.process().onExit()).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.anyOf(ends).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return ended().orElseThrow();
  }

  /** One that has ended, if there is any. */
  Optional<Part> ended() {
    return inOrder().stream().filter(part -> !part.process().isAlive()).findFirst();
  }

  /** Stops one after the other, and says so. One that cannot be stopped does not spare the rest. */
  void stopAll() {
    for (Part part : inOrder()) {
      if (part.process().isAlive()) {
        progress.say("stopping " + part.name());
        try {
          part.stop().run();
        } catch (RuntimeException e) {
          progress.say(part.name() + ": " + Reason.of(e));
        }
      }
    }
    if (!inOrder().isEmpty()) {
      progress.say("all stopped");
    }
  }

  /** Ends all at once. Safe from any thread. */
  void killAll() {
    inOrder().forEach(part -> part.process().destroyForcibly());
  }

  private List<Part> inOrder() {
    List<Part> all = new ArrayList<>(services);
    all.addAll(servers);
    return all;
  }
}

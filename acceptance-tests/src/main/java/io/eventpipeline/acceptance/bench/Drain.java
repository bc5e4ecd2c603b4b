package io.eventpipeline.acceptance.bench;

import io.eventpipeline.local.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A backlog: the topic is filled while the services are down, then the consumer is started. */
final class Drain {
  private static final Duration AT_MOST = Duration.ofMinutes(10);

  private Drain() {}

  /**
   * @param consumers how many are started
   */
  static Result run(
      String what,
      Path dir,
      Servers.Given given,
      Events events,
      int partitions,
      int consumers,
      Consumer<String> progress)
      throws Exception {
    try (Servers servers = new Servers(dir, given, partitions)) {
      int perCall = Math.clamp(events.count() / events.users(), 1, 16);
      Events bare =
          new Events(
              events.name() + "c",
              Math.min(200_000, events.count()),
              events.users(),
              events.withSeq(),
              events.note());
      double ceiling =
          Math.max(
              new Ceiling(servers.redis(), bare, perCall, false).measure(),
              new Ceiling(servers.redis(), renamed(bare, "d"), 1, false).measure());
      progress.accept(String.format(Locale.ROOT, "the bare Redis does %,.0f/s", ceiling));
      Topic.fill(servers, events);
      progress.accept("the topic is filled");
      Map<String, Process> processes = new HashMap<>(servers.processes());
      Usage before = Usage.of(processes);
      long begun = System.currentTimeMillis();
      for (int i = 0; i < consumers; i++) {
        ServiceProcess consumer = servers.startConsumer();
        processes.put(i == 0 ? "consumer" : "consumer" + (i + 1), consumer.process());
      }
      try {
        Topic.awaitDone(servers, AT_MOST);
        Usage usage = Usage.of(processes).since(before);
        Final read = Final.read(servers.redis(), events);
        String detail =
            String.format(
                Locale.ROOT,
                "%,d in %.1f s, the first %.1f s after the start",
                events.count(),
                read.seconds(),
                (read.first() - begun) / 1000.0);
        return new Result(what, events.count() / read.seconds(), ceiling, detail, usage);
      } finally {
        processes.forEach(
            (name, process) -> {
              if (name.startsWith("consumer")) {
                process.destroy();
              }
            });
        for (Process process : processes.values()) {
          if (!servers.processes().containsValue(process)) {
            process.waitFor();
          }
        }
      }
    }
  }

  static Events renamed(Events events, String more) {
    return new Events(
        events.name() + more, events.count(), events.users(), events.withSeq(), events.note());
  }
}

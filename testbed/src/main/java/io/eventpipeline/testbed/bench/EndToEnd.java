package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** All the way: batches over HTTP until every event is final in Redis. */
final class EndToEnd {
  private static final int BATCH = 1000;
  private static final int SENDERS = 8;

  /** BenchEvents before those that count, for the services' JVMs to compile what they run. */
  private static final int WARM_UP = 200_000;

  /** The API's answer while the consumers are behind by more than {@code ingest.max-lag}. */
  private static final int TOO_FAR_BEHIND = 503;

  private static final Duration AGAIN = Duration.ofMillis(100);
  private static final Duration AT_MOST = Duration.ofMinutes(10);

  private EndToEnd() {}

  static BenchResult run(
      Path dir, BenchServers.Given given, BenchEvents events, Consumer<String> progress)
      throws Exception {
    try (BenchServers servers = new BenchServers(dir, given, 8)) {
      BenchEvents before = events.renamed("w").first(Math.min(WARM_UP, events.count()));
      // Redis is slower while its tables grow, so the bare one holds as much when it begins.
      double ignored = new RedisCeiling(servers.redis(), before.renamed("v"), 4, true).measure();
      double ceiling = new RedisCeiling(servers.redis(), events.renamed("c"), 4, true).measure();
      progress.accept(String.format(Locale.ROOT, "the bare Redis does %,.0f/s", ceiling));
      servers.empty();
      ServiceProcess ingest = servers.startIngest();
      ServiceProcess consumer = servers.startConsumer();
      try (consumer;
          ingest) {
        consumer.awaitReady(Duration.ofSeconds(60));
        Map<String, Process> processes = new HashMap<>(servers.processes());
        processes.put("consumer", consumer.process());
        processes.put("ingest", ingest.process());
        send(ingest.port(), requests(before));
        BenchTopic.awaitDone(servers, AT_MOST);
        progress.accept("warm");
        List<byte[]> requests = requests(events);
        progress.accept("the requests are made");
        Usage soFar = Usage.of(processes);
        long begun = System.currentTimeMillis();
        send(ingest.port(), requests);
        double sent = (System.currentTimeMillis() - begun) / 1000.0;
        BenchTopic.awaitDone(servers, AT_MOST);
        Usage usage = Usage.of(processes).since(soFar);
        FinalTimes read = FinalTimes.read(servers.redis(), events);
        double seconds = (read.last() - begun) / 1000.0;
        String detail =
            String.format(
                Locale.ROOT,
                "%,d final after %.1f s, all sent after %.1f s",
                events.count(),
                seconds,
                sent);
        return new BenchResult(
            "e2e, batches of " + BATCH, events.count() / seconds, ceiling, detail, usage);
      }
    }
  }

  private static List<byte[]> requests(BenchEvents events) {
    List<byte[]> requests = new ArrayList<>();
    for (int from = 0; from < events.count(); from += BATCH) {
      StringBuilder body = new StringBuilder("{\"events\":[");
      for (int i = from; i < Math.min(events.count(), from + BATCH); i++) {
        body.append(i == from ? "" : ",").append(events.body(i));
      }
      requests.add(HttpWire.post("/events/batch", body.append("]}").toString()));
    }
    return requests;
  }

  private static void send(int port, List<byte[]> requests) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
    List<Thread> senders = new ArrayList<>();
    for (int sender = 0; sender < SENDERS; sender++) {
      senders.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (HttpWire wire = new HttpWire(port)) {
                      for (int i = next.getAndIncrement();
                          i < requests.size() && problems.isEmpty();
                          i = next.getAndIncrement()) {
                        int status = wire.send(requests.get(i));
                        while (status == TOO_FAR_BEHIND) {
                          LockSupport.parkNanos(AGAIN.toNanos());
                          status = wire.send(requests.get(i));
                        }
                        if (status != 202 || wire.count("\"accepted\"") != BATCH) {
                          problems.add(
                              "a batch was answered %d, %d of %d accepted"
                                  .formatted(status, wire.count("\"accepted\""), BATCH));
                        }
                      }
                    } catch (IOException e) {
                      problems.add(e.toString());
                    }
                  }));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("; ", problems));
    }
  }
}

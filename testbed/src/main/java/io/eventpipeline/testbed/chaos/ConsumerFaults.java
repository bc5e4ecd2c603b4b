package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static io.eventpipeline.testbed.chaos.Fault.Target.ALONE;
import static io.eventpipeline.testbed.chaos.Fault.Target.CONSUMERS;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Faults of consumers that stop, start, die or freeze, and of handlers that misbehave. */
final class ConsumerFaults {
  private static final int LONGER_THAN_A_SESSION_MS = 10_000;

  private ConsumerFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("none", ALONE, "nothing at all", (round, random) -> {}),
        Fault.of("term-one", CONSUMERS, "SIGTERM of one of two consumers", ConsumerFaults::termOne),
        Fault.of("term-both", CONSUMERS, "SIGTERM of both, three times", ConsumerFaults::termBoth),
        Fault.of("kill-one", CONSUMERS, "SIGKILL of one of two consumers", ConsumerFaults::killOne),
        Fault.of("kill-both", CONSUMERS, "SIGKILL of both, three times", ConsumerFaults::killBoth),
        Fault.of("zombie", CONSUMERS, "SIGSTOP past the session, SIGCONT", ConsumerFaults::zombie),
        Fault.of(
            "zombie-in-handler", ALONE, "the same in handlers", ConsumerFaults::zombieInHandler),
        Fault.of("storm", CONSUMERS, "consumers join and leave", ConsumerFaults::storm),
        Fault.of("storm-new-protocol", CONSUMERS, "the same, group.protocol", ConsumerFaults::storm)
            .with(ConsumerFaults::newProtocol),
        Fault.of("storm-paused", CONSUMERS, "the same, partitions paused", ConsumerFaults::paused)
            .with(pipeline -> pipeline.consumer("ORDER_MAX_UNFINISHED_EVENTS", "20")),
        Fault.of(
                "zombie-new-protocol",
                CONSUMERS,
                "a zombie, group.protocol",
                ConsumerFaults::zombie)
            .with(ConsumerFaults::newProtocol),
        crashing("crash-before-run", "death between claim and handler", "start=0.0004"),
        crashing("crash-after-run", "death between handler and settle", "end=0.0004"),
        crashing("crash-before-commit", "death between settle and commit", "commit=0.02"),
        Fault.of("exit", CONSUMERS, "a handler that calls System.exit", ConsumerFaults::wait12s)
            .sending(load -> load.add(EventKind.EXIT)),
        Fault.of("hang", CONSUMERS, "handlers over their timeout", ConsumerFaults::wait12s)
            .with(pipeline -> pipeline.consumer("HANDLER_TIMEOUT", "1s"))
            .sending(
                load ->
                    load.add(
                        EventKind.HANG, EventKind.STUBBORN, EventKind.HANG, EventKind.STUBBORN)),
        Fault.of("long", CONSUMERS, "handlers that take 30 s", ConsumerFaults::wait12s)
            .with(
                pipeline ->
                    pipeline.consumer("HANDLER_TIMEOUT", "40s").consumer("SHUTDOWN_GRACE", "45s"))
            .sending(load -> load.add(EventKind.LONG, EventKind.LONG)),
        Fault.of(
                "stuck-user", CONSUMERS, "a user all of whose events fail", ConsumerFaults::wait12s)
            .sending(load -> load.addFailing(150)),
        memoryBound(200_000),
        pollError());
  }

  private static void newProtocol(PipelineBuilder pipeline) {
    pipeline
        .consumer("KAFKA_GROUP_PROTOCOL", "consumer")
        .consumerWithout("KAFKA_SESSION_TIMEOUT_MS");
  }

  private static void termOne(ChaosRound round, Random random) {
    round.supervisor().terminate(round.supervisor().anyConsumer(random));
    round.pause(2000);
    round.supervisor().addConsumer();
  }

  private static void termBoth(ChaosRound round, Random random) {
    for (int i = 0; i < 3; i++) {
      round.supervisor().liveConsumers().forEach(round.supervisor()::terminate);
      round.pause(random.nextInt(1000));
      round.pipeline().launch();
      round.supervisor().addConsumer();
      round.pause(random.nextInt(3000));
    }
  }

  private static void killOne(ChaosRound round, Random random) {
    round.supervisor().kill(round.supervisor().anyConsumer(random));
  }

  private static void killBoth(ChaosRound round, Random random) {
    for (int i = 0; i < 3; i++) {
      round.supervisor().liveConsumers().forEach(round.supervisor()::kill);
      round.pause(6000 + random.nextInt(6000));
    }
  }

  private static void zombie(ChaosRound round, Random random) {
    ServiceProcess consumer = round.supervisor().anyConsumer(random);
    round.incidents().consumers().noteUnclean(consumer.pid());
    consumer.signal("STOP");
    round.pause(LONGER_THAN_A_SESSION_MS);
    round.incidents().consumers().noteWakeUp(consumer.pid(), System.currentTimeMillis());
    consumer.signal("CONT");
    round.look();
    round.pause(3000);
    if (!consumer.process().isAlive()) {
      round.addProblem("the zombie did not come back");
    }
  }

  /** Handlers of the zombie end while it is stopped; those of the next owner end later. */
  private static void zombieInHandler(ChaosRound round, Random random) {
    List<TestEvent> slow = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      slow.add(anEvent().of(Names.fresh("slow")).seq(1).slow(LONGER_THAN_A_SESSION_MS - 1000));
    }
    slow.forEach(event -> round.load().addSent(event, EventKind.SLOW));
    round.pipeline().topic().produce(slow);
    round.pause(1000);
    zombie(round, random);
  }

  private static void storm(ChaosRound round, Random random) {
    for (int i = 0; i < 4; i++) {
      ServiceProcess guest = round.supervisor().addConsumer();
      round.pause(500 + random.nextInt(2500));
      round.supervisor().terminate(guest);
      round.pause(random.nextInt(1500));
    }
  }

  private static void wait12s(ChaosRound round, Random random) {
    round.pause(12_000);
  }

  /** The memory bound is so low that gaps end because no room is left to wait. */
  private static void paused(ChaosRound round, Random random) {
    round.load().users().forEach(round.incidents()::noteMemoryBound);
    storm(round, random);
  }

  private static Fault crashing(String name, String what, String odds) {
    return Fault.of(name, CONSUMERS, what, ConsumerFaults::wait12s)
        .with(pipeline -> pipeline.consumerJvm("-Dtestbed.crash=" + odds));
  }

  static Fault memoryBound(int count) {
    return new Fault(
        "memory-bound",
        count + " events of one user wait for one beyond the bound",
        ALONE,
        pipeline -> pipeline.consumer("ORDER_GAP_TIMEOUT", "120s"),
        load -> load.addBacklog(count),
        (round, random) -> round.load().backlogged().forEach(round.incidents()::noteMemoryBound));
  }

  private static Fault pollError() {
    Path trigger =
        Path.of(System.getProperty("testbed.directory"), "poll-error-" + UUID.randomUUID());
    return Fault.of(
            "poll-error",
            CONSUMERS,
            "an Error ends the poll thread",
            (round, random) -> {
              for (ServiceProcess consumer : round.supervisor().liveConsumers()) {
                round.expectHealth(consumer, "consumer", "liveness", 200, Duration.ofSeconds(1));
              }
              List<ServiceProcess> struck = round.supervisor().liveConsumers();
              create(trigger);
              for (ServiceProcess consumer : struck) {
                round.expectHealth(consumer, "consumer", "liveness", 503, Duration.ofSeconds(35));
              }
              Files.delete(trigger);
              struck.forEach(round.supervisor()::kill);
            })
        .with(pipeline -> pipeline.consumerJvm("-Dtestbed.poll-error=" + trigger));
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

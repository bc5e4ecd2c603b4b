package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static io.eventpipeline.testbed.chaos.Fault.Target.API;
import static io.eventpipeline.testbed.chaos.Fault.Target.KAFKA;

import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.HttpReply;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of brokers and of the API that die and come back. */
final class KafkaFaults {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private KafkaFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("broker-kill", KAFKA, "the broker killed for a moment", KafkaFaults::kill),
        Fault.of("broker-out", Fault.Target.ALONE, "the broker out for 75 s", KafkaFaults::out),
        Fault.of("broker-one-of-three", KAFKA, "each of three in turn", KafkaFaults::oneOfThree)
            .with(pipeline -> pipeline.brokers(3)),
        Fault.of("api-kill", API, "SIGKILL of the API, three times", KafkaFaults::killApi),
        Fault.of(
                "api-crash-after-ack",
                API,
                "its death between ack and answer",
                (round, random) -> round.pause(12_000))
            .with(
                pipeline ->
                    pipeline
                        .ingest(
                            "KAFKA_INTERCEPTOR_CLASSES",
                            "io.eventpipeline.testbed.handler.CrashAfterAck")
                        .ingestJvm("-Dtestbed.crash=ack=0.0005")));
  }

  private static void kill(ChaosRound round, Random random) {
    LocalKafka broker = round.pipeline().kafka();
    round.look();
    broker.kill();
    round.pause(random.nextInt(3000));
    broker.restart();
    round.pause(2000);
  }

  private static void out(ChaosRound round, Random random) {
    LocalKafka broker = round.pipeline().kafka();
    ServiceProcess consumer = round.supervisor().anyConsumer(random);
    ServiceProcess api = round.pipeline().ingest();
    broker.kill();
    round.expectHealth(consumer, "consumer", "readiness", 503, Duration.ofSeconds(30));
    round.expectHealth(api, "API", "readiness", 503, Duration.ofSeconds(30));
    long end = System.nanoTime() + Duration.ofSeconds(75).toNanos();
    while (System.nanoTime() < end) {
      refuses(round);
      round.pause(2000);
    }
    round.expectHealth(consumer, "consumer", "liveness", 200, Duration.ZERO);
    round.expectHealth(api, "API", "liveness", 200, Duration.ZERO);
    broker.restart();
    round.expectHealth(consumer, "consumer", "readiness", 200, Duration.ofSeconds(30));
    round.expectHealth(api, "API", "readiness", 200, Duration.ofSeconds(30));
  }

  /** Without a broker the API must answer 503 in time, never 202. */
  private static void refuses(ChaosRound round) {
    HttpReply answer = round.pipeline().api().send(anEvent().of("nobody"));
    Duration took = Duration.ofNanos(answer.cameAt() - answer.sentAt());
    if (answer.status() != 503
        || answer.header("retry-after").isEmpty()
        || took.compareTo(ANSWER_WITHIN) > 0) {
      round.addProblem("without a broker the API answered after %s: %s".formatted(took, answer));
    }
  }

  private static void oneOfThree(ChaosRound round, Random random) {
    for (LocalKafka broker : round.pipeline().brokers()) {
      round.look();
      broker.kill();
      round.pause(2000 + random.nextInt(2000));
      broker.restart();
      round.pause(3000);
    }
  }

  private static void killApi(ChaosRound round, Random random) {
    for (int i = 0; i < 3; i++) {
      round.supervisor().killApi();
      round.pause(1000 + random.nextInt(2000));
      round.supervisor().awaitApi();
    }
  }
}

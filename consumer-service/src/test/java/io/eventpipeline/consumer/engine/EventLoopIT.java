package io.eventpipeline.consumer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.consumer.handle.HandlerRunner;
import io.eventpipeline.consumer.handle.HandlerSettings;
import io.eventpipeline.consumer.handle.Handlers;
import io.eventpipeline.consumer.ledger.LedgerConnection;
import io.eventpipeline.consumer.ledger.LedgerSettings;
import io.eventpipeline.consumer.ledger.OperatorView;
import io.eventpipeline.consumer.ledger.Ownership;
import io.eventpipeline.consumer.ledger.RedisLedger;
import io.eventpipeline.consumer.ledger.SettleSettings;
import io.eventpipeline.consumer.ledger.UserPauses;
import io.eventpipeline.consumer.ledger.WindowLogSettings;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.Bounds;
import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.EmissionBudget;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.NextSeq;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.order.OutcomesSettings;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Quarantine;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.consumer.outbox.EmissionRules;
import io.eventpipeline.consumer.retry.RetryPolicy;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.eventpipeline.runtime.retry.RetrySchedule;
import io.eventpipeline.runtime.schema.PayloadSchemas;
import io.eventpipeline.runtime.schema.SchemaSettings;
import io.eventpipeline.runtime.window.WindowSettings;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that answers and refuses. */
class EventLoopIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Meters<ConsumerMetric> meters =
      new Meters<>(new SimpleMeterRegistry(), ConsumerMetric.class);

  @TempDir Path dir;
  private LocalRedis redis;
  private RedisClient client;
  private LedgerConnection connection;
  private RedisLedger ledger;
  private EventLoop loop;

  @BeforeEach
  void start() {
    redis = LocalRedis.start(dir, 0);
    client = RedisClient.create(redis.uri());
    connection =
        new LedgerConnection(
            new RedisSettings(new Secret(redis.uri()), Duration.ofMillis(300)), client, meters);
    OrderSettings order = Bounds.of(MINUTE, 1000);
    LedgerSettings settings = new LedgerSettings(MINUTE, Duration.ofSeconds(5));
    HandlerRunner runner =
        new HandlerRunner(
            new Handlers(List.of(), Set.of()),
            new PayloadSchemas(new SchemaSettings("")),
            new RetryPolicy(new RetrySchedule.Exponential(1, MINUTE, MINUTE)),
            new HandlerSettings(Duration.ofSeconds(1), List.of()),
            meters,
            null);
    WindowSettings window = new WindowSettings(MINUTE);
    ledger =
        new RedisLedger(
            connection,
            new KeySpaces(),
            new SettleSettings(
                settings,
                order,
                new WindowLogSettings("false"),
                window,
                new EmissionRules(List.of(), meters)));
    KeySpaces spaces = new KeySpaces();
    OperatorLink operators =
        new OperatorLink(
            new PauseWatch(
                new UserPauses(ledger, connection, spaces),
                new PauseBounds(order, new PauseSettings(1000)),
                meters),
            new OperatorView(ledger, spaces));
    WorkerFactory workers =
        new WorkerFactory(
            order,
            ledger,
            runner,
            new EmissionBudget(new OutcomesSettings(1_000)),
            window,
            operators,
            meters);
    loop = new EventLoop(new ShutdownSettings(MINUTE), workers, connection, operators, meters);
    loop.start();
  }

  @AfterEach
  void close() {
    loop.stop();
    connection.close();
    client.close();
    redis.close();
  }

  @Test
  void a_partition_that_comes_while_redis_is_full_is_taken_once_it_has_room() {
    await().atMost(SOON).until(connection::isUp);
    var store = client.connect().sync();
    Partition before = partition(0);
    Partition meanwhile = partition(1);

    store.configSet("maxmemory", "1");
    loop.begin(before);
    await().atMost(SOON).until(() -> !connection.isUp());
    loop.begin(meanwhile);
    await().atMost(SOON).until(() -> meanwhile.runId() != null);
    store.configSet("maxmemory", "0");

    await().atMost(SOON).until(() -> store.exists("owner:events:0", "owner:events:1") == 2);
    assertThat(meanwhile.runId()).isEqualTo(before.runId());
    loop.stop();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("event-loop"));
    assertThat(loop.finish(List.of(before, meanwhile))).as("Kafka lets go of them").isDone();
  }

  @Test
  void the_lease_of_a_replay_is_renewed_although_its_event_is_final() {
    await().atMost(SOON).until(connection::isUp);
    var store = client.connect().sync();
    Map<String, String> mark = Map.of("eventId", "x", "userId", "ann", "replayToken", "j.1");
    store.hset("dlq:x", mark);
    store.hset("event:x", "status", "failed");
    store.set("owner:events:0", "7");
    store.psetex("inflight:x", 10_000, "events:0 7 51 1");
    Lanes lanes = new Lanes(Bounds.of(MINUTE, 1000), new Quarantine(), entry -> {});
    lanes.add(replay());
    lanes.applyClaim((Step.Claim) lanes.next(), List.of(ClaimCode.LEASED), NextSeq.FIRST);
    EventOutcomes outcomes = new EventOutcomes(meters, 0, 60);
    PartitionOwnership ownership = new PartitionOwnership(partition(0), ledger);
    LedgerCalls calls =
        new LedgerCalls(
            ledger,
            lanes,
            outcomes,
            ownership,
            new LedgerAnswers(loop, lanes, outcomes, ownership));

    for (int round = 0; round < 2; round++) { // the first passes a new lease over
      calls.renewLeases(new Ownership("events", 0, "7", ""));
    }
    connection.flush();

    await().atMost(SOON).until(() -> store.pttl("inflight:x") > 50_000);
  }

  private static PendingEvent replay() {
    byte[] value =
        "{\"id\":\"x\",\"userId\":\"ann\",\"type\":\"t\",\"payload\":{}}"
            .getBytes(StandardCharsets.UTF_8);
    if (EventReader.event(value, 1) instanceof Parsed.Valid<Event>(Event event)) {
      return PendingEvent.of(new PendingEvent.Record(51, value, 1), event)
          .becomeReplay(new PendingEvent.Replay("j.1", event, PendingEvent.NO_SECOND));
    }
    throw new AssertionError();
  }

  private static Partition partition(int number) {
    return new Partition(new PartitionName("events", number), "", null);
  }
}

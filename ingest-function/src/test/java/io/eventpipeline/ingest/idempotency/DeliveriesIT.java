package io.eventpipeline.ingest.idempotency;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.Rig;
import io.eventpipeline.ingest.idempotency.DeliveryStatus.First;
import io.eventpipeline.ingest.idempotency.DeliveryStatus.Repeat;
import io.eventpipeline.ingest.idempotency.DeliveryStatus.UnderWay;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.StandaloneRedis;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesIT {
  private static final long DAY_MS = Duration.ofHours(24).toMillis();
  private static final Duration SOON = Duration.ofMillis(30);

  @TempDir static Path dir;
  static LocalRedis redis;
  static StandaloneRedis link;
  static KeySpaces spaces;
  static RedisClient client;
  static RedisCommands<String, String> store;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Deliveries deliveries =
      new Deliveries(link.link(), spaces, new Meters<>(meters, IngestMetric.class));

  @BeforeAll
  static void start() {
    start(LocalRedis.start(dir, 0), new KeySpaces(), RedisClient::create);
  }

  static void start(
      LocalRedis server,
      KeySpaces names,
      BiFunction<ClientResources, RedisURI, RedisClient> clients) {
    redis = server;
    spaces = names;
    link = StandaloneRedis.to(redis.uri(), Rig.PATIENCE, clients);
    client = RedisClient.create(redis.uri());
    store = client.connect().sync();
  }

  @AfterAll
  static void stop() {
    link.close();
    client.shutdown();
    redis.close();
  }

  @BeforeEach
  void empty() {
    await().atMost(Rig.PATIENCE).until(link.link()::isWell);
    store.flushall();
  }

  private DeliveryClaim claim(String eventId, String seenId) {
    return deliveries.claim(eventId, "ann", seenId);
  }

  private DeliveryStatus reserve(DeliveryClaim claim) throws Exception {
    return get(deliveries.reserve(claim));
  }

  static <T> T get(CompletionStage<T> asked) throws Exception {
    return asked.toCompletableFuture().get(Rig.PATIENCE.toSeconds(), SECONDS);
  }

  private static String mark(String eventId) {
    return spaces.ofUser("ann").idempotency(eventId);
  }

  @Test
  void an_event_is_reserved_for_ten_seconds_and_kept_for_a_day() throws Exception {
    DeliveryClaim first = claim("e1", null);
    assertThat(reserve(first)).isEqualTo(new First());
    assertThat(store.get(mark("e1"))).isEqualTo("pwebhook" + first.token());
    assertThat(store.pttl(mark("e1"))).isBetween(1L, 10_000L);
    assertThat(reserve(claim("e1", null))).isEqualTo(new UnderWay());
    deliveries.keep(first);
    assertThat(reserve(claim("e1", null))).isEqualTo(new Repeat("e1"));
    assertThat(store.get(mark("e1"))).isEqualTo("dwebhook");
    assertThat(store.pttl(mark("e1"))).isBetween(DAY_MS - 120_000, DAY_MS);
    assertThat(store.dbsize()).isEqualTo(1);
  }

  @Test
  void signed_bytes_count_once_whatever_id_they_come_with() throws Exception {
    DeliveryClaim first = claim("e1", "gh:0a");
    assertThat(reserve(first)).isEqualTo(new First());
    assertThat(store.pttl("webhook:seen:gh:0a")).isBetween(1L, 10_000L);
    assertThat(reserve(claim("e2", "gh:0a"))).isEqualTo(new UnderWay());
    deliveries.keep(first);
    assertThat(reserve(claim("e2", "gh:0a"))).isEqualTo(new Repeat("e1"));
    assertThat(reserve(claim("e1", "gh:0a"))).isEqualTo(new Repeat("e1"));
    assertThat(store.get("webhook:seen:gh:0a")).isEqualTo("e1");
    assertThat(store.pttl("webhook:seen:gh:0a")).isBetween(DAY_MS - 120_000, DAY_MS);
    assertThat(store.exists(mark("e2"))).isZero();
  }

  @Test
  void another_body_under_a_kept_id_is_a_repeat_and_stays_free_for_another_id() throws Exception {
    DeliveryClaim first = claim("e1", "gh:0a");
    reserve(first);
    assertThat(reserve(claim("e1", "gh:0b"))).isEqualTo(new UnderWay());
    assertThat(store.exists("webhook:seen:gh:0b")).isZero();
    deliveries.keep(first);
    assertThat(reserve(claim("e1", "gh:0b"))).isEqualTo(new Repeat("e1"));
    assertThat(reserve(claim("e2", "gh:0b"))).isEqualTo(new First());
  }

  @Test
  void a_release_frees_the_event_and_its_bytes_for_the_next_delivery() throws Exception {
    DeliveryClaim first = claim("e1", "gh:0a");
    reserve(first);
    get(deliveries.release(claim("e1", "gh:0a")));
    assertThat(reserve(claim("e1", null))).as("held by another").isEqualTo(new UnderWay());
    assertThat(reserve(claim("e2", "gh:0a"))).as("held by another").isEqualTo(new UnderWay());
    get(deliveries.release(first));
    assertThat(store.dbsize()).isZero();
    assertThat(reserve(claim("e2", "gh:0a"))).isEqualTo(new First());
  }

  @Test
  void a_late_acknowledgement_counts_and_a_late_refusal_takes_nothing_away() throws Exception {
    DeliveryClaim late = claim("e1", "gh:0a");
    reserve(late);
    store.flushall(); // as if its reservation had expired
    DeliveryClaim next = claim("e1", "gh:0a");
    assertThat(reserve(next)).isEqualTo(new First());
    get(deliveries.release(late));
    assertThat(reserve(claim("e1", "gh:0a"))).isEqualTo(new UnderWay());
    deliveries.keep(late);
    assertThat(reserve(claim("e1", "gh:0a"))).isEqualTo(new Repeat("e1"));
    get(deliveries.release(next));
    assertThat(reserve(claim("e1", "gh:0a"))).isEqualTo(new Repeat("e1"));
  }

  @Test
  void whoever_waits_gets_the_answer_of_the_first_or_becomes_the_first() throws Exception {
    DeliveryClaim first = claim("e1", "gh:0a");
    reserve(first);
    DeliveryStatus inVain = get(deliveries.reserveOrWait(claim("e1", "gh:0a"), SOON));
    assertThat(inVain).isEqualTo(new UnderWay());
    DeliveryClaim next = claim("e1", "gh:0a");
    var waiting = deliveries.reserveOrWait(next, Rig.PATIENCE);
    get(deliveries.release(first));
    assertThat(get(waiting)).isEqualTo(new First());
    var last = deliveries.reserveOrWait(claim("e1", "gh:0a"), Rig.PATIENCE);
    deliveries.keep(next);
    assertThat(get(last)).isEqualTo(new Repeat("e1"));
  }

  @Test
  void of_fifty_deliveries_at_once_one_is_the_first_and_the_others_wait_for_it() throws Exception {
    for (String seenId : new String[] {null, "gh:0a"}) {
      store.flushall();
      List<DeliveryStatus> statuses = deliverAtOnce(seenId);
      assertThat(statuses).filteredOn(First.class::isInstance).hasSize(1);
      assertThat(statuses).filteredOn(new Repeat("e1")::equals).hasSize(49);
    }
  }

  private List<DeliveryStatus> deliverAtOnce(String seenId) {
    return IntStream.range(0, 50).mapToObj(i -> claim("e1", seenId)).toList().parallelStream()
        .map(
            claim ->
                deliveries
                    .reserveOrWait(claim, Rig.PATIENCE)
                    .thenApply(
                        status -> {
                          if (status instanceof First) {
                            deliveries.keep(claim);
                          }
                          return status;
                        }))
        .toList()
        .stream()
        .map(asked -> asked.toCompletableFuture().join())
        .toList();
  }

  @Test
  void a_mark_of_another_program_counts_as_kept() throws Exception {
    store.set(mark("e1"), "1");
    assertThat(reserve(claim("e1", null))).isEqualTo(new Repeat("e1"));
  }

  @Test
  void while_redis_is_away_each_delivery_is_the_first() throws Exception {
    try (LocalRedis own = LocalRedis.start(dir.resolve("own"), 0);
        StandaloneRedis lost = StandaloneRedis.to(own.uri(), Rig.PATIENCE)) {
      await().atMost(Rig.PATIENCE).until(lost.link()::isWell);
      Deliveries alone =
          new Deliveries(lost.link(), spaces, new Meters<>(meters, IngestMetric.class));
      own.kill();
      for (int i = 0; i < 3; i++) {
        DeliveryClaim claim = alone.claim("e1", "ann", "gh:0a");
        assertThat(get(alone.reserveOrWait(claim, Rig.PATIENCE))).isEqualTo(new First());
        alone.keep(claim);
        get(alone.release(claim));
      }
      assertThat(meters.get("ingest.idempotency.open").counter().count()).isEqualTo(3);
    }
  }
}

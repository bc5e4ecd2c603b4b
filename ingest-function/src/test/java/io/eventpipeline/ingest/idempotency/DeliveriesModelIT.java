package io.eventpipeline.ingest.idempotency;

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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random deliveries, compared with what a model in memory says. */
class DeliveriesModelIT {
  private static final int ROUNDS = 100;
  private static final int STEPS = 40;

  @TempDir Path dir;

  /** Who holds a key: a token, or "done:" and the event id that was acknowledged. */
  private final Map<String, String> held = new HashMap<>();

  private final List<DeliveryClaim> open = new ArrayList<>();

  @Test
  void every_answer_is_that_of_the_model() throws Exception {
    try (LocalRedis redis = LocalRedis.start(dir, 0);
        StandaloneRedis link = StandaloneRedis.to(redis.uri(), Rig.PATIENCE);
        RedisClient client = RedisClient.create(redis.uri())) {
      await().atMost(Rig.PATIENCE).until(link.link()::isWell);
      var store = client.connect().sync();
      Deliveries deliveries =
          new Deliveries(
              link.link(),
              new KeySpaces(),
              new Meters<>(new SimpleMeterRegistry(), IngestMetric.class));
      for (int round = 0; round < ROUNDS; round++) {
        store.flushall();
        held.clear();
        open.clear();
        Random random = new Random(round);
        for (int step = 0; step < STEPS; step++) {
          step(deliveries, random, "round " + round + ", step " + step);
        }
        // What was kept without waiting must not come after the flush: an answer proves that it has
        // come.
        DeliveriesIT.get(deliveries.reserve(deliveries.claim("last", "ann", null)));
      }
    }
  }

  private void step(Deliveries deliveries, Random random, String as) throws Exception {
    if (open.isEmpty() || random.nextInt(3) > 0) {
      String bytes = random.nextInt(3) == 0 ? null : "gh:" + random.nextInt(4);
      DeliveryClaim claim = deliveries.claim("e" + random.nextInt(4), "ann", bytes);
      DeliveryStatus expected = expected(claim);
      assertThat(DeliveriesIT.get(deliveries.reserve(claim))).as(as).isEqualTo(expected);
      if (expected instanceof First) {
        set(claim, claim.token());
        open.add(claim);
      }
      return;
    }
    DeliveryClaim claim = open.remove(random.nextInt(open.size()));
    if (random.nextBoolean()) {
      deliveries.keep(claim);
      set(claim, "done:" + claim.eventId());
    } else {
      DeliveriesIT.get(deliveries.release(claim));
      held.values().removeIf(claim.token()::equals);
    }
  }

  private DeliveryStatus expected(DeliveryClaim claim) {
    String bytes = claim.seenId() == null ? null : held.get(claim.seenId());
    String holder = bytes != null ? bytes : held.get(claim.eventId());
    if (holder == null) {
      return new First();
    }
    return holder.startsWith("done:")
        ? new Repeat(holder.substring("done:".length()))
        : new UnderWay();
  }

  private void set(DeliveryClaim claim, String holder) {
    held.put(claim.eventId(), holder);
    if (claim.seenId() != null) {
      held.put(claim.seenId(), holder);
    }
  }
}

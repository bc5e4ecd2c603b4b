package io.eventpipeline.ingest.limit;

import static io.eventpipeline.ingest.limit.LimitRedis.get;
import static io.eventpipeline.ingest.limit.LimitRedis.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.OneWindow;
import io.eventpipeline.ingest.Rig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressWindowIT {
  @TempDir static Path dir;
  static LimitRedis rig;

  @BeforeAll
  static void start() {
    start(new LimitRedis(dir));
  }

  static void start(LimitRedis redis) {
    rig = redis;
    await().atMost(Rig.PATIENCE).until(rig.patient.link()::isWell);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static Permits take(Limiter limiter, Map<String, Integer> wanted, String address)
      throws Exception {
    return get(limiter.take(new PermitRequest(wanted, address)));
  }

  private static int leftToAddress(Permits permits) {
    assertThat(permits.remaining().getLast().policy()).isEqualTo(Policy.ADDRESS);
    return permits.remaining().getLast().permits();
  }

  @Test
  void a_permit_counts_for_the_user_and_its_address_or_for_neither() throws Exception {
    OneWindow.run("", AddressWindowIT::takeForUsersAndTheirAddress);
  }

  private static void takeForUsersAndTheirAddress(String run) throws Exception {
    rig.store.flushall();
    Limiter limiter = rig.limiter(new LimitSettings(3, 5));
    Map<String, Integer> wanted = new LinkedHashMap<>();
    wanted.put("ann", 4);
    wanted.put("bob", 3);
    wanted.put("cid", 1);
    Permits permits = take(limiter, wanted, "10.0.0.7");
    assertThat(granted(permits, "ann", 3)).isEqualTo(3);
    assertThat(permits.use("ann").policy()).isEqualTo(Policy.USER);
    assertThat(granted(permits, "bob", 2)).isEqualTo(2);
    Permit refused = permits.use("bob");
    assertThat(refused.policy()).isEqualTo(Policy.ADDRESS);
    assertThat(refused.retryAfter().toMillis()).isBetween(1L, 1001L);
    assertThat(permits.use("cid").granted()).isFalse();
    assertThat(leftToAddress(permits)).isZero();
    assertThat(rig.store.zcard("rate-ip:10.0.0.7")).isEqualTo(5);
    assertThat(rig.store.zcard("rate:bob")).isEqualTo(2);
    assertThat(rig.store.exists("rate:cid")).isZero();
    assertThat(rig.store.pttl("rate-ip:10.0.0.7")).isBetween(1L, 1000L);
    assertThat(take(limiter, Map.of("cid", 1), "10.0.0.8").use("cid").granted()).isTrue();
  }

  @Test
  void an_address_gets_back_what_the_limit_of_a_user_refuses() throws Exception {
    OneWindow.run("", AddressWindowIT::takeMoreThanAUserMay);
  }

  private static void takeMoreThanAUserMay(String run) throws Exception {
    rig.store.flushall();
    Limiter limiter = rig.limiter(new LimitSettings(3, 10));
    Permits permits = take(limiter, Map.of("ann", 8), "10.0.0.7");
    assertThat(granted(permits, "ann", 8)).isEqualTo(3);
    assertThat(leftToAddress(permits)).isEqualTo(7);
    Permits none = take(limiter, Map.of("ann", 1), "10.0.0.7");
    assertThat(none.use("ann").policy()).isEqualTo(Policy.USER);
    assertThat(leftToAddress(none)).isEqualTo(7);
    Permits others = take(limiter, Map.of("bob", 3, "cid", 3, "dan", 3), "10.0.0.7");
    int rest = granted(others, "bob", 3) + granted(others, "cid", 3) + granted(others, "dan", 3);
    assertThat(rest).isEqualTo(7);
    assertThat(rig.store.zcard("rate-ip:10.0.0.7")).isEqualTo(10);
  }

  @Test
  void a_large_batch_that_the_address_cuts_gets_all_that_the_address_has() throws Exception {
    OneWindow.run("", AddressWindowIT::takeForMoreUsersThanOneCallServes);
  }

  private static void takeForMoreUsersThanOneCallServes(String run) throws Exception {
    rig.store.flushall();
    Limiter limiter = rig.limiter(new LimitSettings(1, 200));
    Map<String, Integer> wanted = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      wanted.put("u" + i, 2);
    }
    Permits permits = take(limiter, wanted, "10.0.0.7");
    for (int i = 0; i < 300; i++) {
      assertThat(granted(permits, "u" + i, 2)).as("user %d", i).isEqualTo(i < 200 ? 1 : 0);
    }
    assertThat(leftToAddress(permits)).isZero();
    assertThat(rig.store.zcard("rate-ip:10.0.0.7")).isEqualTo(200);
  }

  @Test
  void requests_at_once_take_from_the_window_of_their_own_address() throws Exception {
    OneWindow.run("", AddressWindowIT::takeFromFourAddressesAtOnce);
  }

  private static void takeFromFourAddressesAtOnce(String run) throws Exception {
    rig.store.flushall();
    Limiter limiter = rig.limiter(new LimitSettings(100, 5));
    List<CompletionStage<Permits>> asked = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      asked.add(limiter.take(new PermitRequest(Map.of("u" + i, 1), "10.0.0." + i / 2 % 4)));
    }
    int[] granted = new int[4];
    for (int i = 0; i < 40; i++) {
      granted[i / 2 % 4] += granted(get(asked.get(i)), "u" + i, 1);
    }
    assertThat(granted).containsOnly(5);
  }

  @Test
  void an_address_costs_a_call_only_if_it_has_a_limit() throws Exception {
    assertThat(callsFor(new LimitSettings(100, 0))).isEqualTo(1);
    assertThat(callsFor(new LimitSettings(100, 5))).isEqualTo(2);
  }

  private static long callsFor(LimitSettings settings) throws Exception {
    long before = rig.calls();
    take(rig.limiter(settings), Map.of("eve", 1), "10.0.0.7");
    return rig.calls() - before;
  }
}

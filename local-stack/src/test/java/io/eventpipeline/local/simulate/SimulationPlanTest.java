package io.eventpipeline.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What holds of every plan, whatever its seed. */
class SimulationPlanTest {
  private static final int SENDS = 600;
  private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
  private static final SendRate RATE = new SendRate(4);
  private static final SimulationMix ALL = new SimulationMix(true, true, true);
  private static final Set<SendKind> GOOD =
      EnumSet.of(SendKind.USER, SendKind.ORDER, SendKind.PAYMENT, SendKind.STOCK);

  @Property(tries = 100)
  void the_same_seed_plans_the_same_and_only_the_ids_tell_runs_apart(@ForAll long seed) {
    List<PlannedSend> one = plan(seed, ALL, RATE, "run1");
    assertThat(plan(seed, ALL, RATE, "run1")).isEqualTo(one);
    assertThat(plan(seed, ALL, RATE, "run2").toString().replace("run2", "run1"))
        .isEqualTo(one.toString());
  }

  @Test
  void another_seed_plans_other_events() {
    assertThat(plan(1, ALL, RATE, "run")).isNotEqualTo(plan(2, ALL, RATE, "run"));
  }

  @Property(tries = 200)
  void users_come_before_their_orders_and_orders_before_their_one_payment(@ForAll long seed) {
    Set<String> users = new HashSet<>();
    Map<String, String> amounts = new HashMap<>();
    for (PlannedSend send : plan(seed, ALL, RATE, "run")) {
      switch (send.kind()) {
        case USER -> assertThat(users.add(send.user())).isTrue();
        case ORDER -> {
          assertThat(users).contains(field(send, "userId"));
          assertThat(amounts.put(send.order(), field(send, "amount"))).isNull();
        }
        case PAYMENT -> {
          assertThat(field(send, "orderId")).isEqualTo(send.order());
          assertThat(field(send, "amount")).isEqualTo(amounts.replace(send.order(), "paid"));
        }
        case WEBHOOK -> assertThat(users).contains(field(send, "user_id"));
        default -> {}
      }
    }
    assertThat(amounts).containsValue("paid");
  }

  /** Long enough that every article is sold out. */
  @Property(tries = 20)
  void stock_is_what_the_changes_make_of_it_and_never_below_zero(@ForAll long seed) {
    Map<String, Integer> stock = new HashMap<>();
    SimulationMix nothingElse = new SimulationMix(false, false, false);
    SimulationPlan plan = new SimulationPlan(seed, nothingElse, RATE, "run", START);
    for (int i = 0; i < 10 * SENDS; i++) {
      PlannedSend send = plan.next();
      if (send.kind() == SendKind.STOCK) {
        int quantity = Integer.parseInt(field(send, "newQuantity"));
        int before = stock.getOrDefault(field(send, "sku"), ShopModel.DELIVERY);
        assertThat(quantity)
            .isEqualTo(before + Integer.parseInt(field(send, "quantityChange")))
            .isNotNegative();
        stock.put(field(send, "sku"), quantity);
      }
    }
    assertThat(stock).isNotEmpty();
  }

  @Property(tries = 200)
  void an_id_comes_again_only_as_a_duplicate_of_the_same_event(@ForAll long seed) {
    Map<String, String> bodies = new HashMap<>();
    for (PlannedSend send : plan(seed, ALL, RATE, "run")) {
      String before = bodies.put(send.eventId(), send.body());
      assertThat(before)
          .as(send.toString())
          .isEqualTo(send.kind() == SendKind.DUPLICATE ? send.body() : null);
    }
  }

  @Property(tries = 200)
  void an_event_out_of_order_is_older_than_the_version_just_before(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5000) int tenthsPerSecond) {
    PlannedSend before = null;
    int pairs = 0;
    for (PlannedSend send : plan(seed, ALL, new SendRate(tenthsPerSecond / 10.0), "run")) {
      if (send.kind() == SendKind.LATE) {
        assertThat(before.order()).isEqualTo(send.order());
        assertThat(time(send)).isBefore(time(before));
        assertThat(field(before, "status")).isNotEqualTo(field(send, "status"));
        pairs++;
      }
      before = send;
    }
    assertThat(pairs).isPositive();
  }

  @Property(tries = 200)
  void the_good_events_happen_when_they_are_due(@ForAll long seed) {
    long number = 0;
    for (PlannedSend send : plan(seed, ALL, RATE, "run")) {
      if (GOOD.contains(send.kind())) {
        assertThat(time(send)).isEqualTo(START.plus(RATE.due(number)));
      }
      number++;
    }
  }

  @Property(tries = 200)
  void thirty_requests_show_everything_that_was_asked_for_and_nothing_else(
      @ForAll long seed, @ForAll boolean faults, @ForAll boolean webhooks, @ForAll boolean clicks) {
    Set<SendKind> wanted = EnumSet.copyOf(GOOD);
    if (faults) {
      wanted.addAll(Set.of(SendKind.DUPLICATE, SendKind.LATE, SendKind.FAILING, SendKind.INVALID));
    }
    if (webhooks) {
      wanted.add(SendKind.WEBHOOK);
    }
    if (clicks) {
      wanted.add(SendKind.CLICKS);
    }
    Set<SendKind> seen = EnumSet.noneOf(SendKind.class);
    plan(seed, new SimulationMix(faults, webhooks, clicks), new SendRate(3), "run").stream()
        .limit(30)
        .forEach(send -> seen.add(send.kind()));
    assertThat(seen).isEqualTo(wanted);
  }

  @Property(tries = 200)
  void webhooks_stay_below_the_limit_of_their_source(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int perSecond) {
    List<PlannedSend> sends = plan(seed, ALL, new SendRate(perSecond), "run");
    int tenSeconds = 10 * perSecond;
    for (int from = 0; from + tenSeconds <= sends.size(); from++) {
      assertThat(
              sends.subList(from, from + tenSeconds).stream()
                  .filter(send -> send.kind() == SendKind.WEBHOOK))
          .hasSizeLessThan(10);
    }
  }

  private static List<PlannedSend> plan(long seed, SimulationMix mix, SendRate rate, String run) {
    SimulationPlan plan = new SimulationPlan(seed, mix, rate, run, START);
    List<PlannedSend> sends = new ArrayList<>();
    for (int i = 0; i < SENDS; i++) {
      sends.add(plan.next());
    }
    return sends;
  }

  private static Instant time(PlannedSend send) {
    return Instant.parse(field(send, "timestamp"));
  }

  private static String field(PlannedSend send, String name) {
    Matcher member =
        Pattern.compile("\"" + name + "\":(?:\"([^\"]*)\"|([^,}\"]+))").matcher(send.body());
    assertThat(member.find()).as("%s in %s", name, send.body()).isTrue();
    return member.group(1) != null ? member.group(1) : member.group(2);
  }
}

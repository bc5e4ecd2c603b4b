package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.SqlEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes typed events at random: of ten, one is of a user, four are of orders, three or four of
 * payments, the rest of stock. Users and SKUs are few and change often, orders and payments seldom.
 * Events happened up to ten seconds ago, some in the same moment. One thread.
 */
final class SqlStream {
  private static final int PAST_MS = 10_000;

  /** Times are multiples of it, so that events of one row tie. */
  private static final int TICK_MS = 250;

  private static final int SAME_KEY_ONE_IN = 8;
  private static final List<String> STATUSES = List.of("placed", "paid", "shipped", "cancelled");

  private final Random random;
  private final List<String> users;
  private final List<String> skus;
  private final List<String> orders = new ArrayList<>();
  private final List<String> payments = new ArrayList<>();

  SqlStream(Random random, List<String> users, List<String> skus) {
    this.random = random;
    this.users = users;
    this.skus = skus;
  }

  /** Makes the next event. It happens about now. */
  SqlEvent next() {
    long time = System.currentTimeMillis() - random.nextInt(PAST_MS);
    return make().at(time - time % TICK_MS);
  }

  private SqlEvent make() {
    int dice = random.nextInt(20);
    if (dice < 2) {
      return SqlEvent.user(any(users)).with("name", "Ann \u00e4\u20ac" + random.nextInt(1000));
    }
    if (dice < 10) {
      return SqlEvent.order(sometimesOld(orders, "o"), any(users))
          .with("amount", amount())
          .with("status", any(STATUSES));
    }
    if (dice < 17) {
      return SqlEvent.payment(sometimesOld(payments, "p"), orders.isEmpty() ? "o" : any(orders))
          .with("amount", amount())
          .with("status", any(STATUSES));
    }
    return SqlEvent.stock(any(skus), random.nextLong());
  }

  private String sometimesOld(List<String> keys, String stem) {
    if (!keys.isEmpty() && random.nextInt(SAME_KEY_ONE_IN) == 0) {
      return any(keys);
    }
    keys.add(Names.fresh(stem));
    return keys.getLast();
  }

  /** A number with two decimals, or the same as a text. */
  private Object amount() {
    BigDecimal amount = BigDecimal.valueOf(random.nextLong(100_000_000), 2);
    return random.nextInt(4) == 0 ? amount.toPlainString() : amount;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}

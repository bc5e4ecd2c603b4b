package io.eventpipeline.local.simulate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A shop that runs well: users exist before they order, each order is paid once, and stock leaves
 * after an order. One thread.
 */
final class ShopModel {
  static final int ARTICLES = 12;
  static final int DELIVERY = 100;

  private static final int NEW_USERS_OF_100 = 15;
  private static final int BUYERS = 50;
  private static final int MOST_PIECES = 3;
  private static final int LATEST_FOLLOW_UP = 6;
  private static final String[] NAMES = {
    "Ann Abel", "Bob Baker", "Cyd Cole", "Dee Dixon", "Eve Ellis", "Fay Fox", "Gus Gray", "Ida Ito"
  };

  /** What comes after an order, once its number is reached. */
  private record FollowUp(long due, ShopOrder order, boolean isPayment) {}

  private final PriorityQueue<FollowUp> followUps =
      new PriorityQueue<>(
          Comparator.comparingLong(FollowUp::due)
              .thenComparingLong(next -> next.order().number())
              .thenComparing(FollowUp::isPayment));
  private final Random random;
  private final String run;
  private final int[] stock = new int[ARTICLES];
  private int users;
  private long orders;

  /**
   * @param run part of all ids
   */
  ShopModel(Random random, String run) {
    this.random = random;
    this.run = run;
    Arrays.fill(stock, DELIVERY);
  }

  PlannedSend next(EventSlot slot) {
    FollowUp next = followUps.peek();
    if (next != null && next.due() <= slot.number()) {
      followUps.remove();
      return next.isPayment() ? payment(next.order(), slot) : stock(next, slot);
    }
    return users == 0 || random.nextInt(100) < NEW_USERS_OF_100 ? user(slot) : order(slot);
  }

  /** An order whose payment and stock follow. */
  private PlannedSend order(EventSlot slot) {
    ShopOrder order = newOrder();
    follow(order, slot, true);
    follow(order, slot, false);
    return order(SendKind.ORDER, order, order.amount(), "PLACED", slot);
  }

  private void follow(ShopOrder order, EventSlot slot, boolean isPayment) {
    long due = slot.number() + 1 + random.nextInt(LATEST_FOLLOW_UP);
    followUps.add(new FollowUp(due, order, isPayment));
  }

  /** An order of a user who exists. Nothing follows it. */
  ShopOrder newOrder() {
    String id = "order-%s-%d".formatted(run, ++orders);
    int article = random.nextInt(ARTICLES);
    int pieces = 1 + random.nextInt(MOST_PIECES);
    return new ShopOrder(orders, id, buyer(), pieces * price(article), article, pieces);
  }

  /** One of the newest users. */
  String buyer() {
    return userId(run, users - random.nextInt(Math.min(users, BUYERS)));
  }

  static String userId(String run, int number) {
    return "user-%s-%d".formatted(run, number);
  }

  private static int price(int article) {
    return 199 + 350 * article;
  }

  private PlannedSend user(EventSlot slot) {
    String id = userId(run, ++users);
    String name = NAMES[random.nextInt(NAMES.length)];
    String email = id + "@example.com";
    String body = ShopEvents.userCreated(slot.eventId(), id, email, name, slot.at());
    return new PlannedSend(SendKind.USER, slot.eventId(), id, null, body);
  }

  /**
   * A version of an order.
   *
   * @param amount a JSON value
   */
  static PlannedSend order(
      SendKind kind, ShopOrder order, String amount, String status, EventSlot slot) {
    String body =
        ShopEvents.orderPlaced(slot.eventId(), order.id(), order.user(), amount, status, slot.at());
    return new PlannedSend(kind, slot.eventId(), order.user(), order.id(), body);
  }

  private PlannedSend payment(ShopOrder order, EventSlot slot) {
    String id = "payment-%s-%d".formatted(run, order.number());
    String body =
        ShopEvents.paymentSettled(slot.eventId(), id, order.id(), order.amount(), slot.at());
    return new PlannedSend(SendKind.PAYMENT, slot.eventId(), order.user(), order.id(), body);
  }

  /** The pieces of an order leave. If there are too few, a delivery comes first. */
  private PlannedSend stock(FollowUp next, EventSlot slot) {
    ShopOrder order = next.order();
    boolean isEnough = stock[order.article()] >= order.pieces();
    int change = isEnough ? -order.pieces() : DELIVERY;
    if (!isEnough) {
      followUps.add(next);
    }
    stock[order.article()] += change;
    String sku = "sku-%s-%d".formatted(run, order.article());
    String body =
        ShopEvents.inventoryAdjusted(
            slot.eventId(), sku, change, stock[order.article()], slot.at());
    return new PlannedSend(SendKind.STOCK, slot.eventId(), null, null, body);
  }
}

package io.eventpipeline.local.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What goes wrong in a shop, one kind after the other. One thread. */
final class FaultySends {
  private static final int REMEMBERED = 20;
  private static final Duration EARLIER = Duration.ofSeconds(1);

  /** Each breaks another rule of the API. The argument is the eventId. */
  private static final List<String> INVALID =
      List.of(
          "{\"eventType\":\"OrderPlacedEvent\",\"eventId\":\"%s\",\"amount\":1}", // no user
          "{\"eventType\":\"UserCreatedEvent\",\"eventId\":\"%s\",\"userId\":7}",
          "{\"eventType\":\"UserCreatedEvent\",\"eventId\":\"no id: %s\",\"userId\":\"ann\"}",
          "{\"eventType\":\"UserCreatedEvent\",\"eventId\":\"%s\",\"userId\":"); // breaks off

  /** An older version of an order, which is still to be sent. */
  private record Overtaken(ShopOrder order, Instant at) {}

  private final Random random;
  private final ShopModel shop;
  private final Deque<PlannedSend> recent = new ArrayDeque<>();

  /** What was just overtaken by its newer version; null if the next fault is another one. */
  private @Nullable Overtaken overtaken;

  private long faults;

  FaultySends(Random random, ShopModel shop) {
    this.random = random;
    this.shop = shop;
  }

  /** Remembers a good event for a later duplicate. */
  void note(PlannedSend good) {
    recent.addLast(good);
    if (recent.size() > REMEMBERED) {
      recent.removeFirst();
    }
  }

  /** Whether the next request must be the second one of a pair. */
  boolean isWithinPair() {
    return overtaken != null;
  }

  /** The next fault. There must be a user and a good event before the first. */
  PlannedSend next(EventSlot slot) {
    Overtaken older = overtaken;
    if (older != null) {
      overtaken = null;
      EventSlot before = new EventSlot(slot.number(), slot.eventId(), older.at());
      return ShopModel.order(
          SendKind.LATE, older.order(), older.order().amount(), "PLACED", before);
    }
    long turn = faults++;
    return switch ((int) (turn % 4)) {
      case 0 -> duplicate();
      case 1 -> overtaking(slot);
      case 2 -> ShopModel.order(SendKind.FAILING, shop.newOrder(), "\"abc\"", "PLACED", slot);
      default -> invalid(INVALID.get((int) (turn / 4 % INVALID.size())), slot);
    };
  }

  private PlannedSend duplicate() {
    PlannedSend first = List.copyOf(recent).get(random.nextInt(recent.size()));
    return new PlannedSend(
        SendKind.DUPLICATE, first.eventId(), first.user(), first.order(), first.body());
  }

  /** The newer version, which must stay. */
  private PlannedSend overtaking(EventSlot slot) {
    ShopOrder order = shop.newOrder();
    overtaken = new Overtaken(order, slot.at().minus(EARLIER));
    return ShopModel.order(SendKind.ORDER, order, order.amount(), "CONFIRMED", slot);
  }

  private static PlannedSend invalid(String body, EventSlot slot) {
    return new PlannedSend(
        SendKind.INVALID, slot.eventId(), null, null, body.formatted(slot.eventId()));
  }
}

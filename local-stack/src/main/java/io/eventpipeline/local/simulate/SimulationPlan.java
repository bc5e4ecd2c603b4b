package io.eventpipeline.local.simulate;

import java.time.Instant;
import java.util.Random;

/**
 * What a run sends, request by request. Pure: the same arguments plan the same requests. One
 * thread.
 */
public final class SimulationPlan {
  private static final int FAULT_EVERY = 6;
  private static final int CLICKS_EVERY = 5;

  /** The API takes ten webhooks of a source in ten seconds; this is half of it. */
  private static final double WEBHOOK_SECONDS = 2;

  private static final int WEBHOOK_EVERY = 8;

  private final SimulationMix mix;
  private final SendRate rate;
  private final String run;
  private final Instant start;
  private final ShopModel shop;
  private final FaultySends faulty;
  private final ShopVisitors visitors;
  private final long webhookEvery;
  private long next;

  /**
   * @param run distinguishes this run's ids from others; letters and digits
   * @param start when the first request is due
   */
  public SimulationPlan(long seed, SimulationMix mix, SendRate rate, String run, Instant start) {
    this.mix = mix;
    this.rate = rate;
    this.run = run;
    this.start = start;
    Random random = new Random(seed);
    shop = new ShopModel(random, run);
    faulty = new FaultySends(random, shop);
    visitors = new ShopVisitors(random, run);
    webhookEvery = Math.max(WEBHOOK_EVERY, (long) Math.ceil(rate.perSecond() * WEBHOOK_SECONDS));
  }

  /** The reference table that the clicks need. {@code unixMs} is the table's time. */
  String referenceTable(long unixMs) {
    return visitors.referenceTable(unixMs);
  }

  /** The next request; there is always one. */
  public PlannedSend next() {
    long number = next++;
    EventSlot slot =
        new EventSlot(number, "sim-%s-%08d".formatted(run, number), start.plus(rate.due(number)));
    if (faulty.isWithinPair()) {
      return faulty.next(slot);
    }
    if (mix.webhooks() && number % webhookEvery == 4) {
      return webhook(slot);
    }
    if (mix.clicks() && number % CLICKS_EVERY == 2) {
      return visitors.clicks(slot);
    }
    if (mix.faults() && number % FAULT_EVERY == FAULT_EVERY - 1) {
      return faulty.next(slot);
    }
    PlannedSend good = shop.next(slot);
    faulty.note(good);
    return good;
  }

  private PlannedSend webhook(EventSlot slot) {
    ShopOrder order = shop.newOrder();
    String body =
        "{\"event_id\":\"%s\",\"user_id\":\"%s\",\"order_id\":\"%s\",\"amount\":%s}"
            .formatted(slot.eventId(), order.user(), order.id(), order.amount());
    return new PlannedSend(SendKind.WEBHOOK, slot.eventId(), order.user(), order.id(), body);
  }
}

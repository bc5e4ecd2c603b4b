package io.eventpipeline.local.simulate;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The clicks of a shop's users, and the reference table that knows most of them. One thread. */
final class ShopVisitors {
  /** The table knows the users of these numbers, from 1. */
  private static final int KNOWN = 20;

  private static final int ALL = 25;
  private static final int CLICKS = 3;
  private static final String[] PLANS = {"free", "pro", "team"};
  private static final String[] REGIONS = {"eu", "us", "asia"};

  private final Random random;
  private final String run;

  ShopVisitors(Random random, String run) {
    this.random = random;
    this.run = run;
  }

  PlannedSend clicks(EventSlot slot) {
    String body =
        IntStream.range(0, CLICKS)
            .mapToObj(number -> click(slot.eventId() + "-" + number))
            .collect(Collectors.joining(",", "[", "]"));
    return new PlannedSend(SendKind.CLICKS, slot.eventId() + "-0", null, null, body);
  }

  private String click(String eventId) {
    return """
    {"event_id":"%s","user_id":"%s","type":"click","ts":%s,"payload":{"page":"/articles/%d"}}\
    """
        .formatted(
            eventId,
            ShopModel.userId(run, 1 + random.nextInt(ALL)),
            PlannedSend.NOW,
            random.nextInt(ShopModel.ARTICLES));
  }

  /**
   * The plans and regions of users, as {@code PUT /reference/users} takes them.
   *
   * @param unixMs the table's time
   */
  String referenceTable(long unixMs) {
    return IntStream.rangeClosed(1, KNOWN)
        .mapToObj(this::member)
        .collect(Collectors.joining(",", "{\"user_metadata\":{", "},\"ts\":%d}".formatted(unixMs)));
  }

  private String member(int user) {
    return "\"%s\":{\"plan\":\"%s\",\"region\":\"%s\"}"
        .formatted(
            ShopModel.userId(run, user),
            PLANS[user % PLANS.length],
            REGIONS[user / PLANS.length % REGIONS.length]);
  }
}

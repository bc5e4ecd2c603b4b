package io.eventpipeline.admin.push.web;

import io.eventpipeline.admin.mask.Masking;
import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.push.DeadPush;
import io.eventpipeline.admin.push.PushQueue;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Makes the page of push notifications. Threads: any; they wait for Redis. */
@Singleton
final class PushPage implements LiveView {
  static final String PATH = "/admin/push";
  private static final int ROWS = 20;
  private static final String ENTRY = "\\d{1,18}-\\d{1,18}";

  private final PushQueue queue;
  private final Masking masking;
  private final Pages pages;

  PushPage(PushQueue queue, Masking masking, Pages pages) {
    this.queue = queue;
    this.masking = masking;
    this.pages = pages;
  }

  /**
   * What the page shows.
   *
   * @param after parameter of the address; anything but an entry begins with the newest
   */
  PushModel model(String after, String message) {
    try {
      List<DeadPush> dead = queue.dead(after.matches(ENTRY) ? after : "", ROWS + 1);
      boolean more = dead.size() > ROWS;
      List<DeadPush> rows = dead.subList(0, Math.min(ROWS, dead.size()));
      return new PushModel(
          queue.state(), rows.stream().map(this::masked).toList(), more, message);
    } catch (RedisException away) {
      return new PushModel(null, List.of(), false, message);
    }
  }

  private DeadPush masked(DeadPush dead) {
    return new DeadPush(
        dead.entry(),
        dead.id(),
        masking.json(dead.payload()),
        masking.text(dead.error(), dead.payload()),
        dead.attempts(),
        dead.queuedAt(),
        dead.failedAt());
  }

  @Override
  public String name() {
    return "push";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    PushModel model = model(query.get("after"), "");
    return List.of(
        new LivePart("push-state", pages.render("push/state", Map.of("model", model))),
        new LivePart(
            "push-dead",
            pages.render(
                "push/dead",
                Map.of("model", model, "operator", query.operator(), "csrf", ""))));
  }
}

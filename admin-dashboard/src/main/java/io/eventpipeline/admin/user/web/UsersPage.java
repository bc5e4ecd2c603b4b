package io.eventpipeline.admin.user.web;

import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.page.UtcTime;
import io.eventpipeline.admin.user.Partitions;
import io.eventpipeline.admin.user.Pauses;
import io.eventpipeline.admin.user.UserOrders;
import io.eventpipeline.admin.user.UserPause;
import io.eventpipeline.admin.user.WaitingUser;
import io.eventpipeline.admin.user.WaitingUsers;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Makes the page of users. Threads: any; they wait for Redis. */
@Singleton
final class UsersPage implements LiveView {
  static final String PATH = "/admin/users";

  private final WaitingUsers waiting;
  private final Pauses pauses;
  private final UserOrders orders;
  private final Partitions partitions;
  private final Pages pages;

  UsersPage(
      WaitingUsers waiting,
      Pauses pauses,
      UserOrders orders,
      Partitions partitions,
      Pages pages) {
    this.waiting = waiting;
    this.pauses = pauses;
    this.orders = orders;
    this.partitions = partitions;
    this.pages = pages;
  }

  /**
   * What the page shows.
   *
   * @param user only this one; empty = all
   */
  UsersModel model(String user) {
    try {
      return user.isEmpty() ? all() : one(user);
    } catch (RedisException away) {
      return new UsersModel(false, user, List.of(), 0, List.of(), UsersModel.Facts.NONE);
    }
  }

  private UsersModel all() {
    WaitingUsers.All all = waiting.all(partitions.topic(), partitions.count());
    List<UserRow> rows = all.users().stream().map(UsersPage::row).toList();
    List<PausedRow> paused = pauses.list().stream().map(UsersPage::row).toList();
    return new UsersModel(true, "", rows, all.more(), paused, UsersModel.Facts.NONE);
  }

  private UsersModel one(String user) {
    WaitingUser found = waiting.find(user, partitions.topic(), partitions.count());
    UserPause pause = pauses.find(user);
    return new UsersModel(
        true,
        user,
        found == null ? List.of() : List.of(row(found)),
        0,
        pause == null ? List.of() : List.of(row(pause)),
        new UsersModel.Facts(
            orders.nextSeq(user), EventTopic.partitionOf(user, partitions.count())));
  }

  private static UserRow row(WaitingUser user) {
    long now = SystemTime.unixMillis();
    return new UserRow(
        user.userId(),
        new WaitText(now).of(user),
        user.since() == 0 ? "not known" : UtcTime.length(now - user.since()),
        user.fields().getOrDefault("waiting", ""),
        user.why().equals("paused"));
  }

  private static PausedRow row(UserPause pause) {
    return new PausedRow(
        pause.userId(),
        pause.by(),
        pause.why(),
        UtcTime.text(pause.since()),
        UtcTime.text(pause.until()));
  }

  @Override
  public String name() {
    return "users";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    UsersModel model = model(query.get("user"));
    return List.of(
        new LivePart(
            "users",
            pages.render(
                "user/rows",
                Map.of("model", model, "operator", query.operator(), "csrf", ""))));
  }
}

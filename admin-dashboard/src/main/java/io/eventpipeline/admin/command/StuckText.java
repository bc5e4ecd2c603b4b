package io.eventpipeline.admin.command;

import io.eventpipeline.admin.user.UserPause;
import io.eventpipeline.admin.user.WaitingUser;
import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says in one line why a user waits.
 *
 * @param now unix milliseconds
 */
record StuckText(long now) {
  /** Fields that hold a time of the past. */
  private static final Set<String> TIMES = Set.of("started", "gapSince", "asked");

  private static final Set<String> SAID = Set.of("why", "since", "until", "due", "ends");

  static StuckText ofNow() {
    return new StuckText(SystemTime.unixMillis());
  }

  String of(WaitingUser user) {
    String details =
        new TreeMap<>(user.fields())
            .entrySet().stream()
                .filter(field -> !SAID.contains(field.getKey()))
                .map(field -> field.getKey() + " " + value(field.getKey(), field.getValue()))
                .collect(Collectors.joining(", "));
    return user.userId()
        + ": "
        + user.why()
        + times(user.since(), user.until())
        + (details.isEmpty() ? "" : " (" + details + ")");
  }

  String of(UserPause pause) {
    return pause.userId()
        + ": paused"
        + times(pause.since(), pause.until())
        + " by "
        + pause.by()
        + (pause.why().isEmpty() ? "" : ", because: " + pause.why());
  }

  private String value(String name, String text) {
    return TIMES.contains(name) && text.matches("\\d{1,18}")
        ? span(now - Long.parseLong(text)) + " ago"
        : text;
  }

  private String times(long since, long until) {
    return (since == 0 ? "" : " for " + span(now - since))
        + (until == 0 ? "" : until <= now ? ", due now" : ", until in " + span(until - now));
  }

  private static String span(long ms) {
    Duration span = Duration.ofSeconds(Math.max(0, ms / 1000));
    return span.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}

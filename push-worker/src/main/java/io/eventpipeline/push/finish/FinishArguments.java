package io.eventpipeline.push.finish;

import io.eventpipeline.push.note.NotificationText;
import io.eventpipeline.push.outbox.OutboxKeys;
import io.eventpipeline.runtime.redis.KeySpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys and arguments of {@code finish.lua}. For one call. */
final class FinishArguments {
  private static final Duration MARK_LIVES = Duration.ofHours(24);
  private static final Duration DEAD_LETTER_LIVES = Duration.ofDays(30);
  private static final int MOST_DEAD_LETTERS = 100_000;

  private final List<String> keys;
  private final List<String> args;

  FinishArguments(OutboxKeys outbox, List<FinishedEntry> entries) {
    KeySpace space = outbox.space();
    keys =
        new ArrayList<>(
            List.of(space.outboxPush(), space.pushRetry(), space.pushDlq(), space.pushStats()));
    args =
        new ArrayList<>(
            List.of(
                KeySpace.PUSH_WORKERS,
                outbox.worker(),
                Long.toString(MARK_LIVES.toMillis()),
                Integer.toString(MOST_DEAD_LETTERS),
                Long.toString(DEAD_LETTER_LIVES.toMillis())));
    for (FinishedEntry one : entries) {
      keys.add(space.pushSent(one.noteId()));
      add(one);
    }
  }

  List<String> keys() {
    return keys;
  }

  List<String> args() {
    return args;
  }

  private void add(FinishedEntry one) {
    args.add(one.entry().id());
    args.add(one.noteId());
    args.add(Integer.toString(one.sent()));
    args.add(Integer.toString(one.failed()));
    switch (one.ending()) {
      case Ending.Final(var mark) -> add(mark.value(), "", "", "", "");
      case Ending.SentBefore() -> add("before", "", "", "", "");
      case Ending.Back(var next) -> add("back", NotificationText.write(next), "", "", "");
      case Ending.Retry(var next, var wait) ->
          add("retry", NotificationText.write(next), Long.toString(wait.toMillis()), "", "");
      case Ending.Dead(var payload, var error, int attempts, long queuedAt) ->
          add("dead", payload, Integer.toString(attempts), error, Long.toString(queuedAt));
    }
  }

  private void add(String kind, String text, String number, String error, String queuedAt) {
    args.addAll(List.of(kind, text, number, error, queuedAt));
  }
}

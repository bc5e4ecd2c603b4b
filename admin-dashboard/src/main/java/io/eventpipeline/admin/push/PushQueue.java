package io.eventpipeline.admin.push;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at push notifications, and sends dead ones again. Threads: any; callers wait. */
@Singleton
public final class PushQueue {
  /** Most that one action sends again: the outbox must not fill up. */
  public static final int MOST = 10_000;

  private static final LuaScript REPLAY = LuaScript.beside(PushQueue.class, "replay-push");
  private static final int SHOWN_RETRIES = 10;
  private static final int BATCH = 100;

  private final AdminRedis redis;
  private final KeySpace space;
  private final Audit audit;

  public PushQueue(AdminRedis redis, KeySpace space, Audit audit) {
    this.redis = redis;
    this.space = space;
    this.audit = audit;
  }

  /** What there is now, in one round trip. */
  public PushState state() {
    var commands = redis.commands();
    var time = commands.time();
    var queued = commands.xlen(space.outboxPush());
    var oldest = commands.xrange(space.outboxPush(), Range.unbounded(), Limit.from(1));
    var retries = commands.zcard(space.pushRetry());
    var next = commands.zrangeWithScores(space.pushRetry(), 0, SHOWN_RETRIES - 1);
    var dead = commands.xlen(space.pushDlq());
    var hold = commands.get(space.pushHold());
    var stats = commands.hgetall(space.pushStats());
    long now = Long.parseLong(redis.await(time).getFirst()) * 1000;
    Map<String, String> sends = redis.await(stats);
    @Nullable String until = redis.await(hold);
    List<StreamMessage<String, String>> first = redis.await(oldest);
    return new PushState(
        redis.await(queued),
        first.isEmpty() ? 0 : millisOf(first.getFirst().getId()),
        redis.await(retries),
        redis.await(next).stream()
            .map(one -> PushRetry.of(one.getValue(), (long) one.getScore()))
            .toList(),
        redis.await(dead),
        held(until, now),
        Long.parseLong(sends.getOrDefault("sent", "0")),
        Long.parseLong(sends.getOrDefault("failed", "0")),
        now);
  }

  private static long held(@Nullable String until, long now) {
    long held = until != null && until.matches("\\d{1,18}") ? Long.parseLong(until) : 0;
    return held > now ? held : 0;
  }

  private static long millisOf(String entry) {
    return Long.parseLong(entry.substring(0, entry.indexOf('-')));
  }

  /**
   * Dead notifications, the newest first.
   *
   * @param after the entry of the last one that is known; empty begins with the newest
   */
  public List<DeadPush> dead(String after, int count) {
    Range<String> range =
        after.isEmpty()
            ? Range.unbounded()
            : Range.from(Boundary.including("-"), Boundary.excluding(after));
    return read(redis.await(redis.commands().xrevrange(space.pushDlq(), range, Limit.from(count))));
  }

  private static List<DeadPush> read(List<StreamMessage<String, String>> entries) {
    return entries.stream().map(one -> DeadPush.of(one.getId(), one.getBody())).toList();
  }

  /** One dead notification; null if there is none, or no longer. */
  public @Nullable DeadPush find(String entry) {
    Range<String> only = Range.create(entry, entry);
    List<DeadPush> found = read(redis.await(redis.commands().xrange(space.pushDlq(), only)));
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Sends one again. Never twice: it leaves the dead ones in the step that queues it. */
  public PushReplayCode replay(DeadPush dead, Operator by) {
    AuditNote note = AuditNote.of("push-replay", dead.id());
    String op = audit.begin(by, note);
    PushReplayCode code = replay(List.of(dead)).getFirst();
    audit.end(op, by, note, code.name());
    return code;
  }

  /**
   * Sends the oldest ones again.
   *
   * @param count at most {@link #MOST}; more is cut
   * @return how many have which code
   */
  public Map<PushReplayCode, Integer> replayOldest(int count, Operator by) {
    int most = Math.min(count, MOST);
    AuditNote note = AuditNote.of("push-replay", "oldest").with("count", Integer.toString(most));
    String op = audit.begin(by, note);
    Map<PushReplayCode, Integer> codes = new EnumMap<>(PushReplayCode.class);
    String after = "0-0";
    for (int left = most; left > 0; ) {
      List<DeadPush> some = oldest(after, Math.min(left, BATCH));
      if (some.isEmpty()) {
        break;
      }
      replay(some).forEach(code -> codes.merge(code, 1, Integer::sum));
      after = some.getLast().entry();
      left -= some.size();
    }
    audit.end(op, by, note, codes.toString());
    return codes;
  }

  private List<DeadPush> oldest(String after, int count) {
    Range<String> range = Range.from(Boundary.excluding(after), Boundary.including("+"));
    return read(redis.await(redis.commands().xrange(space.pushDlq(), range, Limit.from(count))));
  }

  private List<PushReplayCode> replay(List<DeadPush> some) {
    List<String> keys = new ArrayList<>(List.of(space.outboxPush(), space.pushDlq()));
    some.forEach(dead -> keys.add(space.pushSent(dead.id())));
    String codes = redis.text(REPLAY, keys, some.stream().map(DeadPush::entry).toList());
    return codes.chars().mapToObj(c -> PushReplayCode.of((char) c)).toList();
  }
}

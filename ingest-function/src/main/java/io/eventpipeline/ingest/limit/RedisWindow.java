package io.eventpipeline.ingest.limit;

import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.LuaScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The windows of users in Redis. Requests share script calls. Threads: any. */
final class RedisWindow {
  static final LuaScript SCRIPT = LuaScript.beside(RedisWindow.class, "limit");

  /** Users in one script call, so that no call blocks Redis for long. */
  private static final int MAX_USERS = 128;

  /** Numbers that the script returns for each window. */
  private static final int REPLY_SIZE = 3;

  private final int limit;
  private final FailFastRedis redis;
  private final KeySpaces spaces;
  private final MemberNames names = new MemberNames();
  private final LimitBatcher<Ask> batcher = new LimitBatcher<>(System.nanoTime());

  RedisWindow(int limit, FailFastRedis redis, KeySpaces spaces) {
    this.limit = limit;
    this.redis = redis;
    this.spaces = spaces;
  }

  /** What one request asks of one script call, and its answer by user. */
  private record Ask(
      Map<String, Integer> wanted, CompletableFuture<Map<String, WindowPermits>> answer) {
    Ask(Map<String, Integer> wanted) {
      this(wanted, new CompletableFuture<>());
    }
  }

  /** Takes permits by user, up to those wanted; fails if Redis is away. */
  CompletionStage<Map<String, WindowPermits>> take(Map<String, Integer> wanted) {
    List<Ask> asks = new ArrayList<>(1);
    for (Map<String, Integer> part : parts(wanted)) {
      asks.add(new Ask(part));
    }
    if (redis.isWell()) {
      proceed(batcher.add(asks, System.nanoTime()));
    } else {
      // Alone: if Redis hangs, only the request that tries it waits for it.
      asks.forEach(ask -> send(List.of(ask), 0, () -> {}));
    }
    CompletionStage<Map<String, WindowPermits>> all = asks.getFirst().answer();
    for (int i = 1; i < asks.size(); i++) {
      all = all.thenCombine(asks.get(i).answer(), RedisWindow::merge);
    }
    return all;
  }

  /**
   * Takes no more than {@code most} permits for all users together; the first ones are served
   * first.
   */
  CompletionStage<Map<String, WindowPermits>> take(Map<String, Integer> wanted, int most) {
    if (most >= PermitRequest.total(wanted)) {
      return take(wanted);
    }
    CompletionStage<Map<String, WindowPermits>> all =
        CompletableFuture.completedFuture(new HashMap<>());
    for (Map<String, Integer> part : parts(wanted)) {
      all = all.thenCompose(before -> takePart(part, most, before));
    }
    return all;
  }

  private CompletionStage<Map<String, WindowPermits>> takePart(
      Map<String, Integer> part, int most, Map<String, WindowPermits> before) {
    int open = most - WindowPermits.totalGranted(before);
    Ask ask = new Ask(part);
    send(List.of(ask), Math.max(0, PermitRequest.total(part) - open), () -> {});
    return ask.answer().thenApply(taken -> merge(before, taken));
  }

  /** Each part fits into a script call: it has a bounded size, and one key space. */
  private List<Map<String, Integer>> parts(Map<String, Integer> wanted) {
    if (wanted.size() == 1) {
      return List.of(wanted);
    }
    List<Map<String, Integer>> parts = new ArrayList<>();
    wanted.forEach(
        (user, want) -> {
          if (parts.isEmpty()
              || parts.getLast().size() == MAX_USERS
              || !spaces.ofUser(user).equals(space(parts.getLast()))) {
            parts.add(new LinkedHashMap<>());
          }
          parts.getLast().put(user, want);
        });
    return parts;
  }

  private KeySpace space(Map<String, Integer> part) {
    return spaces.ofUser(part.keySet().iterator().next());
  }

  private static Map<String, WindowPermits> merge(
      Map<String, WindowPermits> some, Map<String, WindowPermits> more) {
    Map<String, WindowPermits> all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }

  private void proceed(LimitBatcher.Step<Ask> step) {
    switch (step) {
      case LimitBatcher.Send<Ask>(List<Ask> asks) -> send(asks);
      case LimitBatcher.Pause<Ask>(long nanos) ->
          redis.later(() -> proceed(batcher.paused(System.nanoTime())), nanos);
      case LimitBatcher.Idle<Ask>() -> {}
    }
  }

  private void send(List<Ask> asks) {
    List<List<Ask>> calls = calls(asks);
    AtomicInteger unanswered = new AtomicInteger(calls.size());
    for (List<Ask> call : calls) {
      send(
          call,
          0,
          () -> {
            if (unanswered.decrementAndGet() == 0) {
              proceed(batcher.recordAnswer(System.nanoTime()));
            }
          });
    }
  }

  /** Distributes the asks over as few calls as possible. */
  private List<List<Ask>> calls(List<Ask> asks) {
    List<List<Ask>> calls = new ArrayList<>(1);
    int users = MAX_USERS;
    for (Ask ask : asks) {
      users += ask.wanted().size();
      if (users > MAX_USERS
          || !space(ask.wanted()).equals(space(calls.getLast().getLast().wanted()))) {
        calls.add(new ArrayList<>());
        users = ask.wanted().size();
      }
      calls.getLast().add(ask);
    }
    return calls;
  }

  /**
   * @param withheld how many of the permits, the last ones, must not be granted
   * @param answered runs as soon as Redis has answered, before those who asked go on
   */
  private void send(List<Ask> call, int withheld, Runnable answered) {
    List<String> keys = new ArrayList<>();
    List<String> args = new ArrayList<>();
    args.add(Integer.toString(limit));
    args.add(Long.toString(LimitSettings.WINDOW.toMillis()));
    args.add(names.nextPrefix());
    args.add(Integer.toString(withheld));
    for (Ask ask : call) {
      for (Map.Entry<String, Integer> user : ask.wanted().entrySet()) {
        keys.add(spaces.ofUser(user.getKey()).rate(user.getKey()));
        args.add(Integer.toString(user.getValue()));
      }
    }
    redis
        .run(SCRIPT, keys.toArray(String[]::new), args.toArray(String[]::new))
        .whenComplete(
            (reply, error) -> {
              answered.run();
              answer(call, reply, error);
            });
  }

  private static void answer(
      List<Ask> call, @Nullable List<Long> reply, @Nullable Throwable error) {
    int next = 0;
    for (Ask ask : call) {
      if (reply == null) {
        ask.answer().completeExceptionally(error);
      } else {
        ask.answer().complete(permits(ask, reply, next));
        next += ask.wanted().size();
      }
    }
  }

  /**
   * @param first index of the ask's first window in the call
   */
  private static Map<String, WindowPermits> permits(Ask ask, List<Long> reply, int first) {
    Map<String, WindowPermits> permits = HashMap.newHashMap(ask.wanted().size());
    int next = first;
    for (String user : ask.wanted().keySet()) {
      permits.put(user, permits(reply, next++));
    }
    return permits;
  }

  /** What window {@code index}, from 0, granted in a call of {@link #SCRIPT}. */
  static WindowPermits permits(List<Long> reply, int index) {
    int at = REPLY_SIZE * index;
    return new WindowPermits(
        reply.get(at).intValue(), reply.get(at + 1), reply.get(at + 2).intValue());
  }
}

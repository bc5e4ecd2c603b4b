package io.eventpipeline.ingest.limit;

import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.RedisKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The windows in Redis, by limit.lua, asked in as few calls as may be. Threads: any. */
final class RedisWindow {
  /** Users in one script, so that none holds Redis up for long. */
  private static final int MAX_USERS = 128;

  private static final LuaScript SCRIPT = LuaScript.beside(RedisWindow.class, "limit");

  private final LimitSettings settings;
  private final FailFastRedis redis;
  private final String process = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong calls = new AtomicLong();
  private final LimitBatcher<Ask> gathering = new LimitBatcher<>(System.nanoTime());

  RedisWindow(LimitSettings settings, FailFastRedis redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** What one request asks of one script. */
  private record Ask(List<String> users, PermitRequest demand, CompletableFuture<Shares> answer) {}

  /** Takes places; fails if Redis is away. */
  CompletionStage<Shares> take(PermitRequest demand) {
    List<String> users = List.copyOf(demand.places().keySet());
    List<Ask> asks = new ArrayList<>(1);
    for (int from = 0; from < users.size(); from += MAX_USERS) {
      List<String> some = users.subList(from, Math.min(users.size(), from + MAX_USERS));
      asks.add(new Ask(some, demand, new CompletableFuture<>()));
    }
    if (redis.isWell()) {
      go(gathering.add(asks, System.nanoTime()));
    } else {
      asks.forEach(ask -> send(List.of(ask), () -> {})); // Only the one that tries it waits for it.
    }
    CompletionStage<Shares> all = asks.getFirst().answer();
    for (Ask ask : asks.subList(1, asks.size())) {
      all = all.thenCombine(ask.answer(), Shares::and);
    }
    return all;
  }

  private void go(LimitBatcher.Next<Ask> next) {
    switch (next) {
      case LimitBatcher.Leaves<Ask>(List<Ask> asks) -> send(asks);
      case LimitBatcher.Rests<Ask>(long nanos) ->
          redis.later(() -> go(gathering.rested(System.nanoTime())), nanos);
      case LimitBatcher.Nothing<Ask> nothing -> {}
    }
  }

  private void send(List<Ask> asks) {
    List<List<Ask>> scripts = scripts(asks);
    AtomicInteger unanswered = new AtomicInteger(scripts.size());
    for (List<Ask> script : scripts) {
      send(
          script,
          () -> {
            if (unanswered.decrementAndGet() == 0) {
              go(gathering.answered(System.nanoTime()));
            }
          });
    }
  }

  /** As few as may be: each has a bound, and knows of one address only if that has a window. */
  private List<List<Ask>> scripts(List<Ask> asks) {
    List<List<Ask>> scripts = new ArrayList<>(1);
    String address = null;
    int users = MAX_USERS;
    for (Ask ask : asks) {
      users += ask.users().size();
      if (users > MAX_USERS
          || (settings.limitsAddresses() && !ask.demand().address().equals(address))) {
        scripts.add(new ArrayList<>());
        address = ask.demand().address();
        users = ask.users().size();
      }
      scripts.getLast().add(ask);
    }
    return scripts;
  }

  /**
   * @param answered is run as soon as Redis has answered, before those who asked go on
   */
  private void send(List<Ask> script, Runnable answered) {
    List<String> keys = new ArrayList<>();
    List<String> args = new ArrayList<>();
    args.add(Integer.toString(settings.eventsPerSecond()));
    args.add(Long.toString(LimitSettings.WINDOW.toMillis()));
    args.add(process + Long.toString(calls.incrementAndGet(), 36) + "-");
    args.add(Integer.toString(settings.ipEventsPerSecond()));
    for (Ask ask : script) {
      for (String user : ask.users()) {
        keys.add(RedisKeys.rate(user));
        args.add(Integer.toString(ask.demand().of(user)));
      }
    }
    if (settings.limitsAddresses()) {
      keys.add(RedisKeys.rateIp(script.getFirst().demand().address()));
    }
    redis
        .run(SCRIPT, keys.toArray(String[]::new), args.toArray(String[]::new))
        .whenComplete(
            (reply, error) -> {
              answered.run();
              handOut(script, reply, error);
            });
  }

  private static void handOut(
      List<Ask> script, @Nullable List<Long> reply, @Nullable Throwable error) {
    int at = 0;
    for (Ask ask : script) {
      if (reply == null) {
        ask.answer().completeExceptionally(error);
      } else {
        ask.answer().complete(shares(ask, reply, at));
        at += 4 * ask.users().size();
      }
    }
  }

  /**
   * @param from where the ask's part of the reply begins
   */
  private static Shares shares(Ask ask, List<Long> reply, int from) {
    Shares shares = new Shares(ask.users().size());
    int at = from;
    for (String user : ask.users()) {
      shares.put(
          user,
          new WindowPermits(
              reply.get(at).intValue(),
              reply.get(at + 1),
              reply.get(at + 2).intValue(),
              reply.get(at + 3) == 1));
      at += 4;
    }
    if (reply.size() % 4 == 1) {
      shares.leaveToAddress(reply.getLast().intValue());
    }
    return shares;
  }
}

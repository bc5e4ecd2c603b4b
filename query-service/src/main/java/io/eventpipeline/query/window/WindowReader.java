package io.eventpipeline.query.window;

import io.eventpipeline.query.observe.QueryMetric;
import io.eventpipeline.query.redis.QueryRedis;
import io.eventpipeline.query.redis.QuerySession;
import io.eventpipeline.query.redis.RedisAway;
import io.eventpipeline.query.redis.Reply;
import io.eventpipeline.query.reference.TableRef;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.time.SystemTime;
import io.eventpipeline.runtime.window.WindowSettings;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings the mirror up to date. A look reads only what was appended since the last one. What may
 * have been lost is read anew: the whole log after a new connection, because a server that was
 * restarted may have forgotten the last second and gone on. One thread at a time.
 */
@Singleton
public final class WindowReader {
  private static final LuaScript LOOK = LuaScript.beside(WindowReader.class, "look");

  /** Of one reply: Redis serves nobody else while it makes one, and the heap has to hold it. */
  private static final int MOST_BYTES = 2 << 20;

  /** Of the heap: the rest is for two reference tables and the service itself. */
  private static final int SHARE_OF_HEAP = 4;

  /** Parts of a look's reply before the news of the seconds. */
  private static final int HEAD = 7;

  private final QueryRedis redis;
  private final Meters<QueryMetric> meters;
  private final long retention;
  private final WindowMirror mirror =
      new WindowMirror(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  private final RedisSeconds clock =
      new RedisSeconds(SystemTime.unixMillis() / 1000, SystemTime.nanos());
  private @Nullable QuerySession known;
  private String generation = "";
  private volatile long events;
  private volatile long bytes;

  WindowReader(QueryRedis redis, WindowSettings settings, Meters<QueryMetric> meters) {
    this.redis = redis;
    this.meters = meters;
    retention = settings.retention().toSeconds();
    meters.gauge(QueryMetric.MIRROR_EVENTS, this, one -> one.events);
    meters.gauge(QueryMetric.MIRROR_BYTES, this, one -> one.bytes);
  }

  /** What the last view is about. */
  public WindowMirror mirror() {
    return mirror;
  }

  /**
   * Reads the last {@code length} seconds.
   *
   * @throws MirrorFull if they hold more events than fit into memory
   */
  public WindowView look(int length) throws RedisAway, MirrorFull {
    while (true) {
      long guess = clock.guess(SystemTime.nanos());
      long first = Math.max(guess - length, mirror.highestDropped() + 1);
      long last = Math.max(first, guess + 1);
      List<Object> reply = ask(first, last);
      long now = Reply.number(reply.getFirst());
      clock.set(now, SystemTime.nanos());
      take(reply, first);
      mirror.keepFrom(now - retention);
      events = mirror.events();
      bytes = mirror.bytes();
      long begin = now - length + 1;
      if (begin <= mirror.highestDropped()) {
        throw new MirrorFull();
      }
      boolean isWhole = Reply.number(reply.get(2)) == 0;
      if (isWhole && first <= begin && now <= last) {
        return new WindowView(begin, now, TableRef.read(reply, 3));
      }
    }
  }

  private List<Object> ask(long first, long last) throws RedisAway {
    QuerySession session = redis.session();
    if (session != known) {
      forget();
      known = session;
    }
    KeySpace space = redis.space();
    List<String> keys = new ArrayList<>(List.of(space.windowGeneration(), space.refCurrent()));
    List<byte[]> args = new ArrayList<>();
    args.add(Reply.bytes(UUID.randomUUID().toString()));
    args.add(Reply.bytes(generation));
    args.add(Reply.bytes(MOST_BYTES));
    for (long second = first; second <= last; second++) {
      keys.add(space.window(second));
      args.add(Reply.bytes(mirror.read(second)));
    }
    return redis.run(session, LOOK, keys, args);
  }

  private void take(List<Object> reply, long first) {
    String made = Reply.text(reply.get(1));
    if (!made.equals(generation)) {
      forget();
      generation = made;
    }
    for (int i = HEAD; i < reply.size(); i += 3) {
      long second = first + Reply.number(reply.get(i)) - 1;
      mirror.append(second, Reply.number(reply.get(i + 1)), (byte[]) reply.get(i + 2));
    }
  }

  private void forget() {
    if (mirror.events() > 0) {
      meters.count(QueryMetric.MIRROR_DROPPED);
    }
    mirror.clear();
  }
}

package io.eventpipeline.admin.access;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.SingleKeys;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of those who logged in. Redis holds them, so that all processes know them and an end
 * counts at once. While Redis is away, whoever this process saw in the last 5 minutes may stay;
 * what they do fails, because the audit is away too. Threads: any; they wait.
 */
@Singleton
final class Sessions implements SessionCheck {
  /** The name of a person without a user of its own, who came by the one-time link. */
  static final String BY_LINK = "link";

  private static final LuaScript TOUCH = LuaScript.beside(Sessions.class, "session-touch");
  private static final Duration TRUSTED = Duration.ofMinutes(5);
  private static final int MOST_KNOWN = 1000;

  private final AdminRedis redis;
  private final Users users;
  private final AccessSettings settings;
  private final Duration trusted;

  /** Whom this process saw, oldest first. Guarded by itself. */
  private final Map<String, Known> known = new LinkedHashMap<>();

  private record Known(Person person, long at) {}

  /** What became of a session id. */
  sealed interface Found {
    record Somebody(Person person) implements Found {}

    /** It never was, or has ended. */
    record Nobody() implements Found {}

    /** Redis is away, and this process has not seen it lately. */
    record Unknown() implements Found {}
  }

  @Inject
  Sessions(AdminRedis redis, Users users, AccessSettings settings) {
    this(redis, users, settings, TRUSTED);
  }

  /**
   * @param trusted how long a person that was seen may stay while Redis is away
   */
  Sessions(AdminRedis redis, Users users, AccessSettings settings, Duration trusted) {
    this.redis = redis;
    this.users = users;
    this.settings = settings;
    this.trusted = trusted;
  }

  /**
   * Begins a session.
   *
   * @param mark of the user; empty for the link
   * @return the session id, for the cookie alone
   * @throws RedisException if Redis does not take it
   */
  String begin(String name, Role role, String mark) {
    String id = SecretText.random();
    String key = SingleKeys.adminSession(SecretText.hash(id));
    long now = redis.millis();
    Map<String, String> fields = new HashMap<>();
    fields.put("name", name);
    fields.put("role", role.text());
    fields.put("mark", mark);
    fields.put("csrf", SecretText.random());
    fields.put("since", Long.toString(now));
    fields.put("until", Long.toString(now + settings.sessionMax().toMillis()));
    long idle = Math.min(settings.sessionIdle().toMillis(), settings.sessionMax().toMillis());
    RedisFuture<Long> written = redis.commands().hset(key, fields);
    RedisFuture<Boolean> bounded = redis.commands().pexpire(key, idle);
    var unused = redis.await(written);
    var unusedToo = redis.await(bounded);
    return id;
  }

  /** Whose session it is. A request: the session lives on. */
  Found find(String id, String ip) {
    String hash = SecretText.hash(id);
    try {
      List<Object> fields =
          redis.list(
              TOUCH,
              List.of(SingleKeys.adminSession(hash)),
              List.of(Long.toString(settings.sessionIdle().toMillis())));
      return remember(hash, person(hash, ip, fields));
    } catch (RedisException away) {
      Person seen = seen(hash);
      return seen == null ? new Found.Unknown() : new Found.Somebody(seen);
    }
  }

  /** Watching is no request: the session does not live longer by it. */
  @Override
  public boolean stillCounts(Person person) {
    String hash = person.session();
    if (hash == null) {
      return true;
    }
    try {
      Map<String, String> fields =
          redis.await(redis.commands().hgetall(SingleKeys.adminSession(hash)));
      if (role(fields) == person.role()) {
        return true;
      }
      forget(hash);
      return false;
    } catch (RedisException away) {
      return seen(hash) != null;
    }
  }

  /** Ends a session at once, everywhere. */
  void end(Person person) {
    String hash = person.session();
    if (hash != null) {
      var unused = redis.await(redis.commands().del(SingleKeys.adminSession(hash)));
      forget(hash);
    }
  }

  private @Nullable Person person(String hash, String ip, List<Object> fields) {
    Map<String, String> byName = new HashMap<>();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      byName.put((String) fields.get(i), (String) fields.get(i + 1));
    }
    Role role = role(byName);
    return role == null
        ? null
        : new Person(
            byName.getOrDefault("name", ""), role, ip, byName.getOrDefault("csrf", ""), hash);
  }

  /** Null if there is no session, or its user went, got another role or another password. */
  private @Nullable Role role(Map<String, String> session) {
    Role role = Role.of(session.getOrDefault("role", ""));
    String mark = session.getOrDefault("mark", "");
    if (mark.isEmpty()) {
      return users.none() ? role : null;
    }
    User user = users.find(session.getOrDefault("name", ""));
    return user != null && user.role() == role && user.mark().equals(mark) ? role : null;
  }

  private Found remember(String hash, @Nullable Person person) {
    if (person == null) {
      forget(hash);
      return new Found.Nobody();
    }
    synchronized (known) {
      known.remove(hash);
      known.put(hash, new Known(person, SystemTime.nanos()));
      if (known.size() > MOST_KNOWN) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return new Found.Somebody(person);
  }

  private void forget(String hash) {
    synchronized (known) {
      known.remove(hash);
    }
  }

  /** Null if this process has not seen it in the last minutes. */
  private @Nullable Person seen(String hash) {
    synchronized (known) {
      Known one = known.get(hash);
      return one == null || SystemTime.nanos() - one.at() > trusted.toNanos() ? null : one.person();
    }
  }
}

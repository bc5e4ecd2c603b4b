package io.eventpipeline.admin.access;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.observe.AdminMetric;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.SingleKeys;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Without users: a link in the log makes one person of this machine an operator, once, within ten
 * minutes of the start. Redis holds only its hash. Threads: any; {@link #spend} waits.
 */
@Singleton
final class OperatorLink {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorLink.class);
  private static final LuaScript SPEND = LuaScript.beside(OperatorLink.class, "link-spend");
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final Users users;
  private final AdminRedis redis;
  private final Sessions sessions;
  private final Audit audit;
  private final Meters<AdminMetric> meters;
  private volatile boolean closed;

  OperatorLink(
      Users users, AdminRedis redis, Sessions sessions, Audit audit, Meters<AdminMetric> meters) {
    this.users = users;
    this.redis = redis;
    this.sessions = sessions;
    this.audit = audit;
    this.meters = meters;
  }

  @EventListener
  void start(ServerStartupEvent event) {
    if (users.none()) {
      Thread.ofVirtual().name("operator-link").start(() -> offer(event.getSource()));
    }
  }

  @EventListener
  void stop(ShutdownEvent event) {
    closed = true;
  }

  private void offer(EmbeddedServer server) {
    String token = SecretText.random();
    while (!closed) {
      try {
        String unused =
            redis.await(
                redis
                    .commands()
                    .set(SingleKeys.adminLink(), SecretText.hash(token), SetArgs.Builder.px(LIFE)));
        LOG.info(
            "To act, open http://localhost:{}/admin/link?token={} on this machine within 10"
                + " minutes; it works once",
            server.getPort(),
            token);
        return;
      } catch (RedisException away) {
        SystemTime.sleep(ASK_AGAIN.toNanos());
      }
    }
  }

  /**
   * Makes the sender of the token an operator.
   *
   * @return the session id; null if the link was spent, is too old or was never made
   * @throws RedisException if Redis is away
   */
  @Nullable String spend(String token, String ip) {
    if (!users.none()) {
      return null;
    }
    Operator by = new Operator(Sessions.BY_LINK, Role.OPERATOR.text(), ip);
    AuditNote note = AuditNote.of("link", Sessions.BY_LINK);
    String op = audit.begin(by, note);
    boolean right =
        redis.number(SPEND, List.of(SingleKeys.adminLink()), List.of(SecretText.hash(token))) == 1;
    String session = right ? sessions.begin(Sessions.BY_LINK, Role.OPERATOR, "") : null;
    audit.end(op, by, note, right ? "done" : "refused");
    meters.count(AdminMetric.LOGINS, right ? "link" : "wrong", 1);
    return session;
  }
}

package io.eventpipeline.admin.audit;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.SingleKeys;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.XAddArgs;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the stream {@code admin:audit}: one line with the phase {@code intent} before an action,
 * one with {@code result} after it, both with the same {@code op}. What cannot be written is not
 * done: {@link #begin} throws. Lines live 400 days. Threads: any; callers wait.
 */
@Singleton
public final class Audit {
  private static final Duration KEPT = Duration.ofDays(400);

  private final AdminRedis redis;

  public Audit(AdminRedis redis) {
    this.redis = redis;
  }

  /**
   * Notes that somebody is about to act.
   *
   * @return the {@code op} for {@link #end}
   * @throws io.lettuce.core.RedisException if it cannot be noted; then the action must not start
   */
  public String begin(Operator by, AuditNote note) {
    String op = UUID.randomUUID().toString();
    write(op, "intent", by, note);
    return op;
  }

  /**
   * Notes what became of the action.
   *
   * @param outcome a word, such as {@code processed} or {@code refused}
   */
  public void end(String op, Operator by, AuditNote note, String outcome) {
    write(op, "result", by, note.with("outcome", outcome));
  }

  private void write(String op, String phase, Operator by, AuditNote note) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("op", op);
    line.put("phase", phase);
    line.put("by", by.name());
    line.put("role", by.role());
    line.put("ip", by.ip());
    line.put("action", note.action());
    line.putAll(note.fields());
    long oldest = SystemTime.unixMillis() - KEPT.toMillis();
    XAddArgs trim = new XAddArgs().minId(oldest + "-0").approximateTrimming();
    var unused = redis.await(redis.commands().xadd(SingleKeys.adminAudit(), trim, line));
  }
}

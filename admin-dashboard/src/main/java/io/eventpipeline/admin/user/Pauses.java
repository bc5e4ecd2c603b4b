package io.eventpipeline.admin.user;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.pause.PauseScripts;
import io.eventpipeline.runtime.redis.KeySpace;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Pauses users of one key space. Consumers hear of it within a second. Each call is audited.
 * Threads: any; callers wait.
 */
@Singleton
public final class Pauses {
  private final AdminRedis redis;
  private final KeySpace space;
  private final Audit audit;

  public Pauses(AdminRedis redis, KeySpace space, Audit audit) {
    this.redis = redis;
    this.space = space;
    this.audit = audit;
  }

  /**
   * Pauses a user. A user that is paused already gets the new end.
   *
   * @param length at most 24 h; more is cut
   * @param why may be empty
   * @return when it ends by itself, unix milliseconds; empty if too many users are paused
   */
  public OptionalLong pause(String userId, Duration length, String why, Operator by) {
    AuditNote note = AuditNote.of("pause", userId).with("for", length.toString()).with("why", why);
    String op = audit.begin(by, note);
    long until =
        redis.number(
            PauseScripts.PAUSE,
            List.of(space.paused(), space.pause(userId)),
            List.of(
                userId,
                Long.toString(length.toMillis()),
                by.name(),
                why,
                Integer.toString(PauseScripts.MOST_PAUSED)));
    audit.end(op, by, note, until < 0 ? "refused: too many" : "paused");
    return until < 0 ? OptionalLong.empty() : OptionalLong.of(until);
  }

  /**
   * Lets a user go on.
   *
   * @return false if it was not paused
   */
  public boolean resume(String userId, Operator by) {
    AuditNote note = AuditNote.of("resume", userId);
    String op = audit.begin(by, note);
    boolean resumed =
        redis.number(
                PauseScripts.UNPAUSE,
                List.of(space.paused(), space.pause(userId)),
                List.of(userId, "", by.name()))
            == 1;
    audit.end(op, by, note, resumed ? "resumed" : "not paused");
    return resumed;
  }

  /** All paused users, the one whose pause ends first at the beginning. */
  public List<UserPause> list() {
    long now = redis.millis();
    List<ScoredValue<String>> paused =
        redis.await(redis.commands().zrangeWithScores(space.paused(), 0, -1));
    List<RedisFuture<Map<String, String>>> asked = new ArrayList<>();
    for (ScoredValue<String> one : paused) {
      asked.add(redis.commands().hgetall(space.pause(one.getValue())));
    }
    List<UserPause> all = new ArrayList<>();
    for (int i = 0; i < paused.size(); i++) {
      Map<String, String> fields = redis.await(asked.get(i));
      if (paused.get(i).getScore() > now) {
        all.add(pause(paused.get(i).getValue(), (long) paused.get(i).getScore(), fields));
      }
    }
    return all;
  }

  /** The pause of one user; null if it is not paused. */
  public @Nullable UserPause find(String userId) {
    @Nullable Double until = redis.await(redis.commands().zscore(space.paused(), userId));
    if (until == null || until <= redis.millis()) {
      return null;
    }
    return pause(
        userId, until.longValue(), redis.await(redis.commands().hgetall(space.pause(userId))));
  }

  private static UserPause pause(String userId, long until, Map<String, String> fields) {
    return new UserPause(
        userId,
        fields.getOrDefault("by", ""),
        fields.getOrDefault("why", ""),
        Long.parseLong(fields.getOrDefault("since", "0")),
        until);
  }
}

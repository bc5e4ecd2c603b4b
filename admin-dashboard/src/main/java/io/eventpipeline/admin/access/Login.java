package io.eventpipeline.admin.access;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.observe.AdminMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Lets people in and out, and notes it in the audit. Threads: any; they wait. */
@Singleton
final class Login {
  /** Each hash takes a processor for some tenths of a second. */
  private static final int HASHES_AT_A_TIME = 2;

  private static final int LONGEST_NAME = 128;

  private final Users users;
  private final Tries tries;
  private final Sessions sessions;
  private final Audit audit;
  private final Meters<AdminMetric> meters;
  private final Semaphore hashes = new Semaphore(HASHES_AT_A_TIME, true);

  Login(Users users, Tries tries, Sessions sessions, Audit audit, Meters<AdminMetric> meters) {
    this.users = users;
    this.tries = tries;
    this.sessions = sessions;
    this.audit = audit;
    this.meters = meters;
  }

  /** Looks at name and password, and begins a session. */
  LoginResult login(String name, String password, String ip) {
    LoginResult result = tryLogin(name, password, ip);
    meters.count(
        AdminMetric.LOGINS,
        switch (result) {
          case LoginResult.Done done -> "done";
          case LoginResult.Wrong wrong -> "wrong";
          case LoginResult.Limited limited -> "limited";
          case LoginResult.Unavailable away -> "unavailable";
        },
        1);
    return result;
  }

  private LoginResult tryLogin(String name, String password, String ip) {
    if (name.length() > LONGEST_NAME || password.length() > PasswordHash.LONGEST) {
      return new LoginResult.Wrong();
    }
    try {
      Duration wait = tries.take(name, ip);
      if (!wait.isZero()) {
        return new LoginResult.Limited(wait);
      }
      User user = users.find(name);
      boolean right = matches(user, password);
      Operator by = operator(user, ip);
      AuditNote note = AuditNote.of("login", by.name());
      String op = audit.begin(by, note);
      if (user == null || !right) {
        audit.end(op, by, note, "refused");
        return new LoginResult.Wrong();
      }
      tries.giveBack(name, ip);
      String session = sessions.begin(name, user.role(), user.mark());
      audit.end(op, by, note, "done");
      return new LoginResult.Done(session);
    } catch (RedisException away) {
      return new LoginResult.Unavailable();
    }
  }

  /** An unknown name is not noted: it may be a password that was typed into the wrong field. */
  private static Operator operator(@Nullable User user, String ip) {
    return user == null
        ? new Operator("(unknown)", "", ip)
        : new Operator(user.name(), user.role().text(), ip);
  }

  private boolean matches(@Nullable User user, String password) {
    PasswordHash hash = user == null ? users.nobody() : user.password();
    hashes.acquireUninterruptibly();
    try {
      return hash != null && hash.matches(password.toCharArray());
    } finally {
      hashes.release();
    }
  }

  /**
   * Ends a session.
   *
   * @throws RedisException if Redis is away; then the session goes on
   */
  void logout(Person person) {
    AuditNote note = AuditNote.of("logout", person.name());
    String op = audit.begin(person.operator(), note);
    sessions.end(person);
    audit.end(op, person.operator(), note, "done");
  }
}

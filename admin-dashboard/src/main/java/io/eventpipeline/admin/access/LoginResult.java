package io.eventpipeline.admin.access;

import java.time.Duration;

/** What became of a login. */
sealed interface LoginResult {
  /**
   * @param sessionId for the cookie alone
   */
  record Done(String sessionId) implements LoginResult {}

  /** Name or password are wrong; nobody learns which. */
  record Wrong() implements LoginResult {}

  record Limited(Duration after) implements LoginResult {}

  /** Redis is away: neither tries nor sessions nor the audit can be written. */
  record Unavailable() implements LoginResult {}
}

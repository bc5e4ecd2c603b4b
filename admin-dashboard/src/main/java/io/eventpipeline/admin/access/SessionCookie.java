package io.eventpipeline.admin.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import org.jspecify.annotations.Nullable;

/**
 * The cookie with the session id. Its name binds it to this host and to HTTPS. Browsers take {@code
 * http://localhost} for as safe.
 */
final class SessionCookie {
  static final String NAME = "__Host-admin";

  private SessionCookie() {}

  /** The session id that a request sends; null if none. */
  static @Nullable String read(HttpRequest<?> request) {
    return request.getCookies().findCookie(NAME).map(Cookie::getValue).orElse(null);
  }

  /** Lasts until the browser ends; Redis ends the session earlier. */
  static Cookie of(String sessionId) {
    return Cookie.of(NAME, sessionId)
        .path("/")
        .secure(true)
        .httpOnly(true)
        .sameSite(SameSite.Strict);
  }

  /** Takes it away. */
  static Cookie gone() {
    return of("").maxAge(0);
  }
}

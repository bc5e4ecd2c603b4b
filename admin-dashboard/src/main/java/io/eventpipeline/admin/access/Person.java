package io.eventpipeline.admin.access;

import io.eventpipeline.admin.audit.Operator;
import io.micronaut.http.HttpRequest;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, or which program.
 *
 * @param name of the user or of the token
 * @param ip the address of the client
 * @param csrf what forms of this session must send back; empty for programs and without users
 * @param session the session's key; null for programs and without users
 */
public record Person(String name, Role role, String ip, String csrf, @Nullable String session) {
  private static final String ATTRIBUTE = Person.class.getName();

  /**
   * The sender of a request to a secured route.
   *
   * @throws NoSuchElementException if the route is open to all
   */
  public static Person of(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, Person.class).orElseThrow();
  }

  /** The sender; null if nobody knows. */
  static @Nullable Person find(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, Person.class).orElse(null);
  }

  void attachTo(HttpRequest<?> request) {
    request.setAttribute(ATTRIBUTE, this);
  }


  /** For the audit. */
  public Operator operator() {
    return new Operator(name, role.text(), ip);
  }
}

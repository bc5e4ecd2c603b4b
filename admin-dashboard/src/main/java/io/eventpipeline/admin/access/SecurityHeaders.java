package io.eventpipeline.admin.access;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Tells browsers to load nothing from elsewhere, to run nothing inline, to let nobody frame us. */
@ServerFilter({"/", "/admin", "/admin/**"})
final class SecurityHeaders implements Ordered {
  static final String POLICY =
      "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src"
          + " 'none'";

  /** Outside of all others: errors and refusals get them too. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  /** A referrer to ourselves stays: without it some browsers send no Origin with forms. */
  @ResponseFilter
  void add(MutableHttpResponse<?> response) {
    response
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin");
  }
}

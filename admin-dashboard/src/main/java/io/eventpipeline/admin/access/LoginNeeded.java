package io.eventpipeline.admin.access;

import io.eventpipeline.admin.html.Templates;
import io.eventpipeline.runtime.http.ProblemDocument;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers those who may not: browsers that look get the login page, all others a problem. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class LoginNeeded
    implements ExceptionHandler<AuthorizationException, MutableHttpResponse<?>> {
  private final Templates templates;
  private final Users users;

  LoginNeeded(Templates templates, Users users) {
    this.templates = templates;
    this.users = users;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public MutableHttpResponse<?> handle(HttpRequest request, AuthorizationException refused) {
    HttpRequest<?> asked = request;
    if (refused.isForbidden()) {
      return problem(
          HttpStatus.FORBIDDEN,
          users.none()
              ? "without users the dashboard only shows: use the link in its log, or configure"
                  + " users"
              : "only operators may do this");
    }
    if (asked.getPath().startsWith(PersonFetcher.API)) {
      return problem(
              HttpStatus.UNAUTHORIZED,
              "send a known token as Authorization: Bearer; see admin.tokens")
          .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"dashboard\"");
    }
    if (!isPage(asked)) {
      return problem(HttpStatus.UNAUTHORIZED, "your session is over: log in, then try again");
    }
    String here = asked.getUri().toString();
    return cameFromElsewhere(asked)
        ? Templates.html(HttpStatus.OK, templates.render("access/again", Map.of("here", here)))
        : Templates.goTo("/admin/login?to=" + URLEncoder.encode(here, StandardCharsets.UTF_8));
  }

  private static MutableHttpResponse<?> problem(HttpStatus status, String why) {
    return ProblemDocument.of(status, why).response();
  }

  private static boolean isPage(HttpRequest<?> request) {
    return Gate.SAFE.contains(request.getMethod())
        && !request.getHeaders().contains("HX-Request")
        && request.getHeaders().accept().stream()
            .anyMatch(type -> type.equals(MediaType.TEXT_HTML_TYPE));
  }

  /**
   * A browser that follows a link of another site sends no strict cookie. It does once our own page
   * leads it here.
   */
  private static boolean cameFromElsewhere(HttpRequest<?> request) {
    String site = request.getHeaders().get("Sec-Fetch-Site");
    return "cross-site".equals(site) || "same-site".equals(site);
  }
}

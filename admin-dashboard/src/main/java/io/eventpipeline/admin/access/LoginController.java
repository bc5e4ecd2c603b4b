package io.eventpipeline.admin.access;

import io.eventpipeline.admin.html.Templates;
import io.eventpipeline.runtime.http.ClientAddress;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import java.util.regex.Pattern;

/** The login page, and the way out. */
@Hidden
@Controller("/admin")
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class LoginController {
  private static final String FIRST = "/admin/events";

  /** A path of ours: no other host, no way up. */
  private static final Pattern OURS = Pattern.compile("/admin/[A-Za-z0-9._~%:@!$&'()*+,;=/?-]*");

  private final Templates templates;
  private final Login login;
  private final Users users;
  private final ClientAddress addresses;

  LoginController(Templates templates, Login login, Users users, ClientAddress addresses) {
    this.templates = templates;
    this.login = login;
    this.users = users;
    this.addresses = addresses;
  }

  @Get("/login")
  @Secured(SecurityRule.IS_ANONYMOUS)
  HttpResponse<?> page(@QueryValue(defaultValue = "") String to) {
    return page(HttpStatus.OK, "", to);
  }

  @Post("/login")
  @Secured(SecurityRule.IS_ANONYMOUS)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> login(HttpRequest<?> request, @Body Map<String, String> form) {
    String to = form.getOrDefault("to", "");
    return switch (login.login(
        form.getOrDefault("name", ""), form.getOrDefault("password", ""), addresses.of(request))) {
      case LoginResult.Done(String sessionId) ->
          Templates.goTo(ours(to)).cookie(SessionCookie.of(sessionId));
      case LoginResult.Wrong() -> page(HttpStatus.UNAUTHORIZED, "Name or password are wrong.", to);
      case LoginResult.Limited limited ->
          page(
                  HttpStatus.TOO_MANY_REQUESTS,
                  "Too many tries: wait " + seconds(limited) + " s, then try again.",
                  to)
              .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds(limited)));
      case LoginResult.Unavailable() ->
          page(
              HttpStatus.SERVICE_UNAVAILABLE,
              "Redis does not answer, so nobody can log in: try again in a moment.",
              to);
    };
  }

  @Post("/logout")
  @Secured(Role.SEE)
  @Consumes(MediaType.ALL)
  HttpResponse<?> logout(HttpRequest<?> request) {
    login.logout(Person.of(request));
    return Templates.goTo("/admin/login").cookie(SessionCookie.gone());
  }

  private static long seconds(LoginResult.Limited limited) {
    return limited.after().toSeconds() + 1;
  }

  private static String ours(String path) {
    return OURS.matcher(path).matches() && !path.contains("//") ? path : FIRST;
  }

  private MutableHttpResponse<?> page(HttpStatus status, String trouble, String to) {
    return Templates.html(
        status,
        templates.render(
            "access/login", Map.of("trouble", trouble, "to", to, "noUsers", users.none())));
  }
}

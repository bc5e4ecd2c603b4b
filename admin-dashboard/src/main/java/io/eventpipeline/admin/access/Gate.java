package io.eventpipeline.admin.access;

import io.eventpipeline.admin.html.Refusal;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets no foreign site in: requests under a foreign name of this machine (DNS rebinding), and
 * requests that another site's page sends (CSRF).
 */
@ServerFilter({"/", "/admin", "/admin/**"})
final class Gate implements Ordered {
  static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String SITE = "Sec-Fetch-Site";

  private final Hosts hosts;

  Gate(Hosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.before();
  }

  @RequestFilter
  void check(HttpRequest<?> request) {
    String host = request.getHeaders().get(HttpHeaders.HOST);
    if (!hosts.knows(host)) {
      throw new Refusal(
          HttpStatus.MISDIRECTED_REQUEST,
          "this name does not belong to the dashboard: add it to admin.hosts");
    }
    if (!SAFE.contains(request.getMethod()) && !isOurs(request, host)) {
      throw new Refusal(HttpStatus.FORBIDDEN, "another site may not send this");
    }
  }

  /** Programs that are no browser send neither header; the CSRF token holds for them too. */
  private static boolean isOurs(HttpRequest<?> request, @Nullable String host) {
    String site = request.getHeaders().get(SITE);
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    return origin == null || isAt(origin, host);
  }

  private static boolean isAt(String origin, @Nullable String host) {
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}

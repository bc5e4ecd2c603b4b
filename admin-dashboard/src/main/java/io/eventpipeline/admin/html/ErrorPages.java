package io.eventpipeline.admin.html;

import io.eventpipeline.runtime.http.ProblemDocument;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;

/** Makes pages of problems for browsers; programs get them as JSON. */
@ServerFilter({"/", "/admin", "/admin/**"})
final class ErrorPages implements Ordered {
  private final Templates templates;

  ErrorPages(Templates templates) {
    this.templates = templates;
  }

  /** Outside of what refuses requests. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE + 1;
  }

  @ResponseFilter
  void show(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (response.body() instanceof ProblemDocument problem && wantsHtml(request)) {
      Map<String, Object> parameters = Map.of("title", problem.title(), "detail", problem.detail());
      String template = isPart(request) ? "html/notice" : "html/error";
      response
          .body(templates.render(template, parameters))
          .contentType(MediaType.of("text/html;charset=utf-8"))
          .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }

  /** The script asks for a part of a page. */
  private static boolean isPart(HttpRequest<?> request) {
    return request.getHeaders().contains("HX-Request");
  }

  private static boolean wantsHtml(HttpRequest<?> request) {
    return isPart(request)
        || request.getHeaders().accept().stream()
            .anyMatch(type -> type.equals(MediaType.TEXT_HTML_TYPE));
  }
}

package io.eventpipeline.admin.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.eventpipeline.admin.access.Person;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes pages of templates. A template is named by its path below {@code src/main/jte}, without its
 * ending. Threads: any that may wait: the status strip asks Redis.
 */
@Singleton
public final class Pages {
  static final MediaType HTML = MediaType.of("text/html;charset=utf-8");

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
  private final StripSource strip;
  private final List<Trouble> troubles;

  Pages(StripSource strip, List<Trouble> troubles) {
    this.strip = strip;
    this.troubles = List.copyOf(troubles);
  }

  /** What the layout needs to know of a request to a secured route. */
  public PageContext context(HttpRequest<?> request) {
    String query = Objects.requireNonNullElse(request.getUri().getRawQuery(), "");
    return new PageContext(
        Person.of(request), request.getPath(), query, troublesNow(), strip.now());
  }

  /** What is away now, one sentence each. */
  List<String> troublesNow() {
    return troubles.stream().map(Trouble::now).filter(Objects::nonNull).toList();
  }

  /**
   * A whole page, 200.
   *
   * @param template has the parameters {@code context} and {@code model}
   */
  public MutableHttpResponse<String> page(String template, PageContext context, Object model) {
    return html(HttpStatus.OK, render(template, Map.of("context", context, "model", model)));
  }

  /** HTML that nobody may keep. */
  public MutableHttpResponse<String> html(HttpStatus status, String text) {
    return HttpResponse.<String>status(status)
        .body(text)
        .contentType(HTML)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** Sends the browser to a page after an action. */
  public static MutableHttpResponse<?> goTo(String path) {
    return HttpResponse.seeOther(URI.create(path)).header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** The text of a template, such as a part of a page for {@link LiveView}. */
  public String render(String template, Map<String, Object> parameters) {
    StringOutput text = new StringOutput();
    engine.render(template + ".jte", parameters, text);
    return text.toString();
  }
}

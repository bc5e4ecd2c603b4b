package io.eventpipeline.admin.page;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.html.Templates;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes pages of templates. A template is named by its path below {@code src/main/jte}, without its
 * ending. Controllers of pages say {@code @Produces(MediaType.TEXT_HTML)}. Threads: any that may
 * wait: the status strip asks Redis.
 */
@Singleton
public final class Pages {
  private final Templates templates;
  private final StripSource strip;
  private final List<Trouble> troubles;

  Pages(Templates templates, StripSource strip, List<Trouble> troubles) {
    this.templates = templates;
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
    return Templates.html(status, text);
  }

  /** Sends the browser to a page after an action. */
  public static MutableHttpResponse<?> goTo(String path) {
    return Templates.goTo(path);
  }

  /** The text of a template, such as a part of a page for {@link LiveView}. */
  public String render(String template, Map<String, Object> parameters) {
    return templates.render(template, parameters);
  }
}

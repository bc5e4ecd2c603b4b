package io.eventpipeline.admin.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;

/**
 * The compiled templates. One is named by its path below {@code src/main/jte}, without its ending.
 * Threads: any.
 */
@Singleton
public final class Templates {
  private static final MediaType HTML = MediaType.of("text/html;charset=utf-8");

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

  /** The text of a template. */
  public String render(String template, Map<String, Object> parameters) {
    StringOutput text = new StringOutput();
    engine.render(template + ".jte", parameters, text);
    return text.toString();
  }

  /** HTML that nobody may keep. */
  public static MutableHttpResponse<String> html(HttpStatus status, String text) {
    return HttpResponse.<String>status(status)
        .body(text)
        .contentType(HTML)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** Sends the browser on, by GET. */
  public static MutableHttpResponse<?> goTo(String path) {
    return HttpResponse.seeOther(URI.create(path)).header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}

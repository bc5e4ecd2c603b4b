package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.webhook.WebhookSources;
import io.micronaut.context.ExecutionHandleLocator;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.DefaultRouteBuilder;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** The routes of the other paths of webhook sources. Threads: any. */
@Singleton
class WebhookPaths extends DefaultRouteBuilder {
  private final Map<String, String> sources = new HashMap<>();

  /**
   * @param base path of the API
   */
  WebhookPaths(
      ExecutionHandleLocator handles,
      UriNamingStrategy naming,
      ConversionService conversion,
      WebhookSources configured,
      @Value("${micronaut.server.context-path:}") String base) {
    super(handles, naming, conversion);
    String bare = base.replaceAll("^/+|/+$", "");
    String prefix = bare.isEmpty() ? "" : "/" + bare;
    configured.paths().forEach((path, source) -> add(prefix + path, source));
  }

  private void add(String path, String source) {
    sources.put(path, source);
    POST(path, WebhookController.class, WebhookController.AT_PATH, HttpRequest.class).consumesAll();
  }

  /** The name of the source that a request to one of these routes is for. */
  String sourceOf(HttpRequest<?> request) {
    String template = BasicHttpAttributes.getUriTemplate(request).orElse("");
    return sources.getOrDefault(template, "");
  }

  /** Paths with their sources. */
  Map<String, String> all() {
    return sources;
  }
}

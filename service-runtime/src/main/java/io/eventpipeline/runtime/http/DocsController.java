package io.eventpipeline.runtime.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves the OpenAPI document and the page to try it, which the compiler wrote for services that
 * have one. A controller rather than the server's static files, so that every transport has them.
 */
@Controller
@Requires(resources = "classpath:META-INF/swagger/openapi.json")
@Produces(MediaType.ALL)
final class DocsController {
  private static final String ROOT = "/META-INF/swagger/";
  private static final Map<String, String> TYPES =
      Map.of("css", "text/css", "js", "text/javascript", "png", "image/png");

  /** The page loads and calls nothing but this server; its scripts are inline. */
  private static final String POLICY =
      "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; frame-ancestors 'none'";

  /** The files read so far; they are few and do not change. */
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  @Get("/swagger/openapi.json")
  HttpResponse<?> document() {
    return file("openapi.json", MediaType.APPLICATION_JSON);
  }

  @Get("/swagger-ui")
  HttpResponse<?> page() {
    return file("views/swagger-ui/index.html", "text/html; charset=utf-8")
        .header("Content-Security-Policy", POLICY);
  }

  @Get("/swagger-ui/res/{name}.{ending}")
  HttpResponse<?> asset(String name, String ending) {
    String type = TYPES.get(ending);
    return type == null || !name.matches("[a-z0-9-]+")
        ? notFound()
        : file("views/swagger-ui/res/" + name + "." + ending, type);
  }

  private MutableHttpResponse<?> file(String path, String type) {
    byte[] file = files.computeIfAbsent(path, DocsController::read);
    return file == null
        ? notFound()
        : HttpResponse.ok(file)
            .contentType(MediaType.of(type))
            .header(HttpHeaders.CACHE_CONTROL, "max-age=3600")
            .header("X-Content-Type-Options", "nosniff");
  }

  private static MutableHttpResponse<?> notFound() {
    return ProblemDocument.of(HttpStatus.NOT_FOUND, "nothing at this path").response();
  }

  /** Null if the file does not exist. */
  private static byte @Nullable [] read(String path) {
    try (InputStream file = DocsController.class.getResourceAsStream(ROOT + path)) {
      return file == null ? null : file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.eventpipeline.ingest.transport;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.List;
import java.util.Map;

/** Echoes requests, and responds in ways that none of the API's own routes does. */
@Controller("/test")
class EchoController {
  @Get("/echo/{part}")
  Map<String, Object> echo(HttpRequest<?> request, String part) {
    return Map.of(
        "part", part,
        "q", request.getParameters().getAll("q"),
        "many", String.join(",", request.getHeaders().getAll("X-Many")),
        "cookie", request.getHeaders().get("Cookie", String.class, ""),
        "forwarded", String.join(", ", request.getHeaders().getAll("X-Forwarded-For")));
  }

  @Get(value = "/binary", produces = MediaType.APPLICATION_OCTET_STREAM)
  byte[] binary() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    return all;
  }

  @Get("/headers")
  HttpResponse<String> headers() {
    return HttpResponse.ok("")
        .header("X-Many", "a")
        .header("X-Many", "b")
        .header("Set-Cookie", "one=1; Path=/")
        .header("Set-Cookie", "two=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
  }

  @Get("/fails")
  List<String> fails() {
    throw new IllegalStateException("no word of this in the answer");
  }
}

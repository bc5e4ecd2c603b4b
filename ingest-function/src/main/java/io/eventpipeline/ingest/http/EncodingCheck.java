package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Refuses compressed bodies: a few bytes can unpack to more than the server's memory. */
@Singleton
final class EncodingCheck implements RequestCheck {
  private static final String IDENTITY = "identity";

  @Override
  public @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    for (String encoding : request.getHeaders().getAll(HttpHeaders.CONTENT_ENCODING)) {
      if (!encoding.strip().equalsIgnoreCase(IDENTITY)) {
        return Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the body must not be compressed")
            .response()
            .header(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
      }
    }
    return null;
  }
}

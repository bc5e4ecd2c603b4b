package io.eventpipeline.runtime.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Lets holders of an API key use an API. Threads: any. */
public final class ApiGuard {
  private final ApiKeys keys;
  private final String realm;

  /**
   * @param realm names the API to clients
   */
  public ApiGuard(ApiKeys keys, String realm) {
    this.keys = keys;
    this.realm = realm;
  }

  /** The response that refuses the request; null if it may pass. Without keys anybody may. */
  public @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    if (keys.isOpen()) {
      return null;
    }
    return switch (keys.of(request.getHeaders())) {
      case KNOWN -> null;
      case MISSING ->
          unauthorized(
              "missing API key; send it as Authorization: Bearer or as " + SentKeys.HEADER, "");
      case UNKNOWN -> unauthorized("unknown API key", ", error=\"invalid_token\"");
    };
  }

  /** As {@link #refusal}, but without keys only programs of this machine may. */
  public @Nullable HttpResponse<?> refusalUnlessLocal(HttpRequest<?> request) {
    if (!keys.isOpen()) {
      return refusal(request);
    }
    return isLocal(request)
        ? null
        : ProblemDocument.of(
                HttpStatus.FORBIDDEN,
                "without API keys only programs of the server's machine may do this; set"
                    + " http.api-keys to the SHA-256 of a key")
            .response();
  }

  /** Whether a program of this machine asks. A proxy on this machine speaks for others. */
  public static boolean isLocal(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    return request.getRemoteAddress().getAddress() != null
        && request.getRemoteAddress().getAddress().isLoopbackAddress()
        && !headers.contains("X-Forwarded-For")
        && !headers.contains(HttpHeaders.FORWARDED);
  }

  private HttpResponse<?> unauthorized(String detail, String challenge) {
    return ProblemDocument.of(HttpStatus.UNAUTHORIZED, detail)
        .response()
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"" + realm + "\"" + challenge);
  }
}

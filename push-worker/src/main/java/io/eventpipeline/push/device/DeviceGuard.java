package io.eventpipeline.push.device;

import io.eventpipeline.runtime.http.ApiKeys;
import io.eventpipeline.runtime.http.ProblemDocument;
import io.eventpipeline.runtime.http.SentKeys;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets holders of an API key change devices. Without any key in the settings, only programs of this
 * machine may.
 */
@Context
final class DeviceGuard {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceGuard.class);

  private final ApiKeys keys;

  DeviceGuard(DeviceApiSettings settings) {
    keys = new ApiKeys(settings.apiKeys());
    if (keys.isOpen()) {
      LOG.warn("Only programs of this machine may register devices; set http.api-keys");
    } else {
      LOG.info("Devices can be registered with any of {} keys", keys.count());
    }
  }

  /** The response that refuses the request; null if it may pass. */
  @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    if (keys.isOpen()) {
      return isLocal(request)
          ? null
          : ProblemDocument.of(
                  HttpStatus.FORBIDDEN,
                  "without API keys only programs of the worker's machine may do this; set"
                      + " http.api-keys to the SHA-256 of a key")
              .response();
    }
    return switch (keys.of(request.getHeaders())) {
      case KNOWN -> null;
      case MISSING ->
          unauthorized(
              "missing API key; send it as Authorization: Bearer or as " + SentKeys.HEADER, "");
      case UNKNOWN -> unauthorized("unknown API key", ", error=\"invalid_token\"");
    };
  }

  /** A proxy on this machine speaks for others. */
  private static boolean isLocal(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    return request.getRemoteAddress().getAddress() != null
        && request.getRemoteAddress().getAddress().isLoopbackAddress()
        && !headers.contains("X-Forwarded-For")
        && !headers.contains(HttpHeaders.FORWARDED);
  }

  private static HttpResponse<?> unauthorized(String detail, String challenge) {
    return ProblemDocument.of(HttpStatus.UNAUTHORIZED, detail)
        .response()
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"devices\"" + challenge);
  }
}

package io.eventpipeline.push.device;

import io.eventpipeline.runtime.http.ApiGuard;
import io.eventpipeline.runtime.http.ApiKeys;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
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

  private final ApiGuard guard;

  DeviceGuard(DeviceApiSettings settings) {
    ApiKeys keys = new ApiKeys(settings.apiKeys());
    guard = new ApiGuard(keys, "devices");
    if (keys.isOpen()) {
      LOG.warn("Only programs of this machine may register devices; set http.api-keys");
    } else {
      LOG.info("Devices can be registered with any of {} keys", keys.count());
    }
  }

  /** The response that refuses the request; null if it may pass. */
  @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    return guard.refusalUnlessLocal(request);
  }
}

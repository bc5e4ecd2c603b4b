package io.eventpipeline.ingest.http;

import io.eventpipeline.runtime.http.ApiKeys;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the keys of those who may send, and says at start whether there are any. */
@Factory
final class KnownKeys {
  private static final Logger LOG = LoggerFactory.getLogger(KnownKeys.class);

  @Context
  ApiKeys keys(HttpSettings settings) {
    ApiKeys keys = new ApiKeys(settings.apiKeys());
    if (keys.isOpen()) {
      LOG.warn("The API is open: anybody who reaches it may send events; set http.api-keys");
    } else {
      LOG.info("The API accepts requests with any of {} keys", keys.count());
    }
    return keys;
  }
}

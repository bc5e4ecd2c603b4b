package io.eventpipeline.query.http;

import io.eventpipeline.runtime.http.ApiGuard;
import io.eventpipeline.runtime.http.ApiKeys;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the keys of those who may use the API, and says at start whether there are any. */
@Factory
final class QueryKeys {
  private static final Logger LOG = LoggerFactory.getLogger(QueryKeys.class);

  @Context
  ApiGuard guard(QueryApiSettings settings) {
    ApiKeys keys = new ApiKeys(settings.apiKeys());
    if (keys.isOpen()) {
      LOG.warn(
          "The API is open: anybody who reaches it may read metrics, users and orders, and programs"
              + " of this machine may replace the reference table; set http.api-keys");
    } else {
      LOG.info("The API accepts requests with any of {} keys", keys.count());
    }
    return new ApiGuard(keys, "metrics");
  }
}

package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** One check of the {@link RequestGuard}. */
interface RequestCheck {
  /** The response that refuses the request; null if it may pass. */
  @Nullable HttpResponse<?> refusal(HttpRequest<?> request);
}

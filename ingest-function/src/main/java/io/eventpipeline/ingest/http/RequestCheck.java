package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What a request is asked at the {@link RequestGuard}. */
interface RequestCheck {
  /** The answer that turns it away; null if it may come in. */
  @Nullable HttpResponse<?> refusal(HttpRequest<?> request);
}

package io.eventpipeline.ingest.accept;

import io.eventpipeline.ingest.limit.Remaining;
import java.util.List;

/**
 * The end of one request.
 *
 * @param result what became of it
 * @param quotas what is left of each limit; empty if none was asked
 */
public record RequestResult<T>(T result, List<Remaining> quotas) {
  static <T> RequestResult<T> of(T result) {
    return new RequestResult<>(result, List.of());
  }
}

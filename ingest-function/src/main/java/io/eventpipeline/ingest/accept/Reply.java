package io.eventpipeline.ingest.accept;

import io.eventpipeline.ingest.limit.Quota;
import java.util.List;

/**
 * The end of one request.
 *
 * @param result what became of it
 * @param quotas what is left of each limit; empty if none was asked
 */
public record Reply<T>(T result, List<Quota> quotas) {
  static <T> Reply<T> of(T result) {
    return new Reply<>(result, List.of());
  }
}

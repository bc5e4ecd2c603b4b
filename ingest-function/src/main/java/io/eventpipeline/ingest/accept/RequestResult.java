package io.eventpipeline.ingest.accept;

import io.eventpipeline.ingest.limit.Remaining;
import java.util.List;
import java.util.function.Function;

/**
 * The result of one request.
 *
 * @param outcome of its event, or of its events in the order sent
 * @param remaining what each limit has left; empty if no permit was asked for
 */
public record RequestResult<T>(T outcome, List<Remaining> remaining) {
  <R> RequestResult<R> map(Function<T, R> change) {
    return new RequestResult<>(change.apply(outcome), remaining);
  }
}

package io.eventpipeline.contract;

import java.util.List;
import java.util.Set;

/**
 * A team's own code for some types of events. It is a bean in a jar in the folder {@code
 * handlers/}.
 *
 * <p>The events of one user come strictly one after another; different users run in parallel. A
 * handler is plain blocking code on a virtual thread of its own.
 *
 * <p>The handler runs once for each event. It runs again only if the process died or lost the
 * partition after the handler ran and before Redis stored the result, or if Redis forgot the
 * result. So make external effects idempotent by {@link Event#id()}.
 */
public interface EventHandler {
  /** The exact names of the types it handles. Read once, at start; never empty. */
  Set<String> types();

  /**
   * Handles one event. A normal return is success.
   *
   * <p>The pipeline interrupts a run that takes longer than {@code handler.timeout}, and counts a
   * failed attempt. The next attempt starts only after this one has returned.
   *
   * @throws NonRetryable if another attempt cannot help; the event becomes a dead letter
   * @throws Unavailable if something the handler needs is not available; the event waits, and this
   *     run spends no attempt
   * @throws Exception any other exception is a failed attempt; the pipeline retries until the
   *     attempts are spent
   */
  void handle(Event event) throws Exception;

  /**
   * What the pipeline calls. A handler that emits implements {@link EmittingHandler} instead of
   * {@link #handle(Event)}.
   *
   * @return what to emit once the event is final
   * @throws Exception as {@link #handle(Event)} does
   */
  default List<Emission> run(Event event) throws Exception {
    handle(event);
    return List.of();
  }
}

package io.eventpipeline.contract;

import java.util.Set;

/**
 * A team's own code for some types of events: a bean in a jar in the folder {@code handlers/}.
 *
 * <p>The events of one user come strictly one after another, those of different users in parallel.
 * A handler is plain blocking code on a virtual thread of its own.
 *
 * <p>An event is handled once. It is handled again only if the process died, or lost the partition
 * to another one, after the handler ran and before its result was stored; so what a handler does
 * outside should be idempotent by {@link Event#id()}.
 */
public interface EventHandler {
  /** The types it takes, by their exact names. Asked once, at start; never empty. */
  Set<String> types();

  /**
   * Does what the event asks for. To return is success.
   *
   * <p>It is interrupted when it takes longer than {@code handler.timeout}; that counts as a failed
   * attempt, and the next one starts only after this one has returned.
   *
   * @throws NonRetryable if trying again is of no use: the event goes to the dead-letter queue
   * @throws Unavailable if something the handler needs is away: the event waits for it, and no
   *     attempt is spent
   * @throws Exception anything else is a failed attempt, repeated until the attempts are spent
   */
  void handle(Event event) throws Exception;
}

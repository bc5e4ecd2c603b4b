package io.eventpipeline.admin.push;

import java.util.List;

/**
 * What the push workers have to do.
 *
 * @param queued entries of the outbox
 * @param oldestAt when the oldest of them was added, unix milliseconds; 0 = the outbox is empty
 * @param retries notifications that wait for another attempt
 * @param next those of the retries that are due first
 * @param dead notifications that were given up
 * @param heldUntil until when no worker sends, unix milliseconds; 0 = none is held
 * @param sent sends that the push service took, each per device
 * @param failed sends that it refused or did not answer
 * @param now Redis' clock, unix milliseconds
 */
public record PushState(
    long queued,
    long oldestAt,
    long retries,
    List<PushRetry> next,
    long dead,
    long heldUntil,
    long sent,
    long failed,
    long now) {
  public PushState {
    next = List.copyOf(next);
  }
}

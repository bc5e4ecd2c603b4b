package io.eventpipeline.ingest.status;

/**
 * What all processes counted in Redis, and what waits there.
 *
 * @param received authentic webhooks
 * @param deduped webhooks that were duplicates
 * @param sent push notifications that were sent, once for each device
 * @param failed push notifications that could not be sent, once for each attempt
 * @param pushWaiting push notifications to be sent, retries included
 * @param deadEvents dead letters
 * @param deadPush push notifications that were given up
 */
public record RedisCounts(
    long received,
    long deduped,
    long sent,
    long failed,
    long pushWaiting,
    long deadEvents,
    long deadPush) {
  RedisCounts plus(RedisCounts more) {
    return new RedisCounts(
        received + more.received,
        deduped + more.deduped,
        sent + more.sent,
        failed + more.failed,
        pushWaiting + more.pushWaiting,
        deadEvents + more.deadEvents,
        deadPush + more.deadPush);
  }
}

package io.eventpipeline.admin.overview;

/**
 * How the pipeline went in one second.
 *
 * @param in events a second that came to Kafka
 * @param done events a second that became final
 * @param failed events a second that became dead letters
 * @param waiting events in Kafka that are not final
 * @param oldestMs how long the oldest of them waits; 0 if there is none
 * @param consumers processes that run handlers
 * @param push notifications that are not sent; -1 if Redis did not tell
 */
record Sample(
    double in, double done, double failed, long waiting, long oldestMs, int consumers, long push) {}

package io.eventpipeline.push.finish;

import io.eventpipeline.push.outbox.OutboxEntry;

/**
 * An entry that this worker has finished.
 *
 * @param noteId id of its notification
 * @param sent sends that succeeded
 * @param failed sends that failed
 */
public record FinishedEntry(
    OutboxEntry entry, String noteId, Ending ending, int sent, int failed) {}

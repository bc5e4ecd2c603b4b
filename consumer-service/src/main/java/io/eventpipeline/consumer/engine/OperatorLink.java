package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.ledger.OperatorView;
import jakarta.inject.Singleton;

/**
 * What operators do to users, and what they see of them.
 *
 * @param pauses which users they have paused
 * @param view where they see who waits
 */
@Singleton
public record OperatorLink(PauseWatch pauses, OperatorView view) {}

package io.eventpipeline.consumer.ledger;

import org.jspecify.annotations.Nullable;

/**
 * One line of what operators see of a partition.
 *
 * @param name the user, or another name
 * @param json what it waits for
 * @param leased the event whose lease another consumer holds, so that Redis says which; or null
 */
public record ShownUser(String name, String json, @Nullable String leased) {}

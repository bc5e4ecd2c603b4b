package io.eventpipeline.admin.event;

import org.jspecify.annotations.Nullable;

/**
 * The list of events: the newest ones, or those of a user.
 *
 * @param id what was typed as an id, and is none; empty if nothing was
 * @param userId what is searched for; empty if nothing is
 * @param complaint what is wrong with the input; null if nothing is
 * @param live null while a user is searched for
 * @param found null unless a user is searched for
 */
public record EventsPage(
    String id,
    String userId,
    @Nullable String complaint,
    @Nullable LiveEvents live,
    @Nullable FoundEvents found) {}

package io.eventpipeline.admin.deadletter;

/**
 * The right of one dead letter to run once more.
 *
 * @param id of the event
 * @param token at most 64 characters; the same caller may mark with it again
 */
public record Mark(String id, String token) {}

package io.eventpipeline.admin.user;

/**
 * The pause of one user. Times are unix milliseconds of Redis' clock.
 *
 * @param by who paused it
 * @param why empty if nobody said
 * @param until when it ends by itself
 */
public record UserPause(String userId, String by, String why, long since, long until) {}

package io.eventpipeline.admin.user.web;

/**
 * One user that waits, for the page.
 *
 * @param why in words
 * @param since for how long it has waited
 * @param waiting how many of its events are read and not final; empty if unknown
 * @param paused true if a pause holds it
 */
public record UserRow(
    String userId, String why, String since, String waiting, boolean paused) {}

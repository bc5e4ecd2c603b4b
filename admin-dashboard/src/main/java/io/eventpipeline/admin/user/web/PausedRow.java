package io.eventpipeline.admin.user.web;

/**
 * One pause, for the page.
 *
 * @param why empty if nobody said
 */
public record PausedRow(String userId, String by, String why, String since, String until) {}

package io.eventpipeline.admin.user.web;

/**
 * The whole page.
 *
 * @param message what became of an action; empty if there was none
 */
public record UsersView(UsersModel users, String message) {}

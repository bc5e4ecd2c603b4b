package io.eventpipeline.admin.access;

/**
 * Somebody who may log in.
 *
 * @param mark changes with the password, and tells nothing about it
 */
record User(String name, PasswordHash password, Role role, String mark) {}

/**
 * Handlers that keep SQL tables of users, orders, payments and stock, each row as its newest event
 * says.
 *
 * <p>To follow an event: {@code handle} reads its payload into a {@code row}, {@code write} commits
 * waiting rows in groups, {@code sql} holds the statements and the schema. {@code observe} shows
 * how it goes.
 */
@NullMarked
package io.eventpipeline.projection;

import org.jspecify.annotations.NullMarked;

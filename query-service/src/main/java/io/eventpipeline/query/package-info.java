/**
 * Answers what happened in the last seconds or minutes: how many events, of how many users, by what
 * a reference table says about them. Shows the users and orders that projections keep in SQL.
 *
 * <p>To follow an answer: {@code http} takes the request, {@code metrics} computes at most one
 * answer at a time, {@code window} brings its mirror of the window log up to date, {@code
 * reference} has the table. To follow an upload start at {@code TableUploads}. {@code redis} is the
 * connection, {@code sql} reads users and orders from PostgreSQL, {@code packed} keeps many names
 * in little memory, {@code observe} shows how it goes.
 */
@NullMarked
package io.eventpipeline.query;

import org.jspecify.annotations.NullMarked;

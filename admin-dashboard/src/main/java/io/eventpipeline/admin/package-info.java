/**
 * What operators do: look at dead letters, replay and purge them, send skipped events again, see
 * why users wait and pause them.
 *
 * <p>To follow a replay, start at {@code replay.SingleReplay}, for many at {@code
 * replay.JobRunner}. {@code deadletter} reads and marks the entries, {@code audit} notes each
 * action, {@code command} is the command line. The consumer runs what is replayed.
 */
@NullMarked
package io.eventpipeline.admin;

import org.jspecify.annotations.NullMarked;

/**
 * The scripts with which an operator changes dead letters: give the right to run once more, take it
 * back, purge. The consumer's scripts read what they write. Knows no connection.
 */
@NullMarked
package io.eventpipeline.runtime.deadletter;

import org.jspecify.annotations.NullMarked;

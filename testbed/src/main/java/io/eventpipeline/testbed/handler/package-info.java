/**
 * The recording handler, in a jar of its own that goes onto the consumer's class path like a team's
 * handlers.
 *
 * <p>Runs inside the consumer. Knows the contract and the JDK, and no test.
 */
@NullMarked
package io.eventpipeline.testbed.handler;

import org.jspecify.annotations.NullMarked;

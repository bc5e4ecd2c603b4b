/**
 * The tests' own handler, packed into a jar of its own and put on the consumer's class path as a
 * team's handlers are.
 *
 * <p>Runs inside the consumer's process; knows the contract and the JDK, nothing of the tests.
 */
@NullMarked
package io.eventpipeline.testbed.handler;

import org.jspecify.annotations.NullMarked;

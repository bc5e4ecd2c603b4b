/**
 * Runs the code of the operator's commands step by step, in a process that a test may kill. Nothing
 * else in the testbed calls the pipeline's code.
 */
@NullMarked
package io.eventpipeline.testbed.operator;

import org.jspecify.annotations.NullMarked;

/**
 * Programs that put a whole pipeline to the test: {@code ./pipeline bench} measures it and {@code
 * ./pipeline chaos} breaks it. The acceptance tests use the same rig.
 */
@NullMarked
package io.eventpipeline.testbed;

import org.jspecify.annotations.NullMarked;

/**
 * Tests of the pipeline's promises from outside: the built jars run as processes against a real
 * broker and a real Redis. Uses the rig of the testbed, and no code of the services.
 */
@NullMarked
package io.eventpipeline.acceptance;

import org.jspecify.annotations.NullMarked;

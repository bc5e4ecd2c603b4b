/**
 * A pipeline to test, and the eyes on it: what the tests say and see, over HTTP, Kafka and Redis.
 *
 * <p>Shares no code with what it tests. Names of topics, keys and fields stand here once more, as
 * the outside knows them, so that a change of one of them is seen.
 */
@NullMarked
package io.eventpipeline.testbed.rig;

import org.jspecify.annotations.NullMarked;

/**
 * Starts a whole pipeline, sends to it and reads its results over HTTP, Kafka and Redis.
 *
 * <p>Shares no code with the services. It repeats the names of topics, keys and fields as the
 * outside knows them, so that tests notice when one changes.
 */
@NullMarked
package io.eventpipeline.testbed.rig;

import org.jspecify.annotations.NullMarked;

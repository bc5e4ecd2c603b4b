/**
 * A real Kafka broker, a real redis-server and our own services as child processes of this one, on
 * loopback. Used by the pipeline script and by the tests of every module.
 */
@NullMarked
package io.eventpipeline.local;

import org.jspecify.annotations.NullMarked;

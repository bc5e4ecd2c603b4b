/**
 * Starts a real Kafka broker, a real redis-server and the services as child processes on loopback.
 * The pipeline script and the tests of every module use it. It knows no code of the services.
 */
@NullMarked
package io.eventpipeline.local;

import org.jspecify.annotations.NullMarked;

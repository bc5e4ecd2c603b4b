/**
 * What all services share about Kafka: the topic, and reports while Kafka does not answer.
 *
 * <p>Before: the Kafka clients of the services. After: the Kafka client library. Knows no Redis.
 */
@NullMarked
package io.eventpipeline.runtime.kafka;

import org.jspecify.annotations.NullMarked;

/** What all services share about Kafka: its topic, and what to say while it is away. */
@NullMarked
package io.eventpipeline.runtime.kafka;

import org.jspecify.annotations.NullMarked;

/** What all services share about Kafka. Knows no client of it. */
@NullMarked
package io.eventpipeline.runtime.kafka;

import org.jspecify.annotations.NullMarked;

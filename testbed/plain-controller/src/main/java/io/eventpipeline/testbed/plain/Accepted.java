package io.eventpipeline.testbed.plain;

import io.micronaut.serde.annotation.Serdeable;

/** The answer to an event that Kafka has acknowledged. */
@Serdeable
record Accepted(String eventId, String status) {}

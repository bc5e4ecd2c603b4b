package io.eventpipeline.testbed.plain;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;

/**
 * The value of a record, in the pipeline's own form.
 *
 * @param timestamp unix milliseconds
 */
@Serdeable
record TopicEvent(
    String id, String userId, String type, Map<String, Object> payload, long timestamp) {}

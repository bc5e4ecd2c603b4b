package io.eventpipeline.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the access log says of one request.
 *
 * @param time when the answer was ready, as ISO 8601 in UTC
 * @param path the template of the route, or null if there is none
 * @param ms from the request's head to its answer
 * @param client whose address
 * @param bytesIn length of the request's body, or null if the client did not tell it
 * @param bytesOut length of the answer's body, or null if it is not known
 * @param events for how many events the answer speaks
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
record AccessLine(
    String time,
    String method,
    @Nullable String path,
    int status,
    BigDecimal ms,
    String client,
    @Nullable Long bytesIn,
    @Nullable Integer bytesOut,
    int events) {}

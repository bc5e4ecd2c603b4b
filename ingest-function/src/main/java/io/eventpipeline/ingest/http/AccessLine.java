package io.eventpipeline.ingest.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One request in the access log.
 *
 * @param time when the response was ready, as ISO 8601 in UTC
 * @param path template of the route; null if there is none
 * @param ms from the request's head to its response
 * @param client address of the client
 * @param bytesIn length of the request's body; null if the client did not declare it
 * @param bytesOut length of the response's body; null if unknown
 * @param events that the response is about
 */
record AccessLine(
    String time,
    String method,
    @Nullable String path,
    int status,
    BigDecimal ms,
    String client,
    @Nullable Long bytesIn,
    @Nullable Integer bytesOut,
    int events) {
  /** Writes it as one object, with every member. */
  void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", time);
    json.writeStringField("method", method);
    json.writeStringField("path", path);
    json.writeNumberField("status", status);
    json.writeNumberField("ms", ms);
    json.writeStringField("client", client);
    json.writePOJOField("bytesIn", bytesIn);
    json.writePOJOField("bytesOut", bytesOut);
    json.writeNumberField("events", events);
    json.writeEndObject();
  }
}

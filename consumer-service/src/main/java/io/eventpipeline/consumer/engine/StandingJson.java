package io.eventpipeline.consumer.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.eventpipeline.consumer.order.Standing;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a user waits for as operators read it. All times become unix milliseconds.
 *
 * @param nanos a time on the loop's clock
 * @param millis the same time, unix milliseconds
 * @param maxAttempts how many attempts an event has
 */
record StandingJson(long nanos, long millis, int maxAttempts) {
  private static final JsonFactory JSON = new JsonFactory();

  String write(Standing standing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("why", why(standing.reason()));
      json.writeNumberField("since", unix(standing.since()));
      json.writeNumberField("waiting", standing.waiting());
      json.writeNumberField("first", standing.first());
      write(standing.reason(), json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  static String why(Standing.Wait wait) {
    return switch (wait) {
      case Standing.Paused paused -> "paused";
      case Standing.Handler handler -> "handler";
      case Standing.Retry retry -> "retry";
      case Standing.Unavailable unavailable -> "unavailable";
      case Standing.Quarantined quarantined -> "quarantine";
      case Standing.Lease lease -> "lease";
      case Standing.Gap gap -> "gap";
      case Standing.Outbox outbox -> "outbox";
      case Standing.Redis redis -> "redis";
    };
  }

  private void write(Standing.Wait wait, JsonGenerator json) throws IOException {
    switch (wait) {
      case Standing.Paused(long until) -> json.writeNumberField("until", unix(until));
      case Standing.Handler(String event, int attempt, long started, boolean interrupted) -> {
        json.writeStringField("event", event);
        json.writeNumberField("attempt", attempt);
        json.writeNumberField("started", unix(started));
        json.writeBooleanField("interrupted", interrupted);
      }
      case Standing.Retry(String event, int attempts, long due, String errorClass) -> {
        json.writeStringField("event", event);
        json.writeNumberField("attempt", attempts);
        json.writeNumberField("of", maxAttempts);
        json.writeNumberField("due", unix(due));
        writeError(errorClass, json);
      }
      case Standing.Unavailable(String event, int times, long due, String errorClass) -> {
        json.writeStringField("event", event);
        json.writeNumberField("times", times);
        json.writeNumberField("due", unix(due));
        writeError(errorClass, json);
      }
      case Standing.Quarantined(String event) -> json.writeStringField("event", event);
      case Standing.Lease(String event) -> json.writeStringField("event", event);
      case Standing.Gap(long seq, long lowest, long since, long ends) -> {
        json.writeNumberField("seq", seq);
        json.writeNumberField("lowest", lowest);
        json.writeNumberField("gapSince", since);
        json.writeNumberField("ends", ends);
      }
      case Standing.Outbox(String event) -> json.writeStringField("event", event);
      case Standing.Redis(long asked) -> json.writeNumberField("asked", unix(asked));
    }
  }

  private static void writeError(@Nullable String errorClass, JsonGenerator json)
      throws IOException {
    if (errorClass != null) {
      json.writeStringField("errorClass", errorClass);
    }
  }

  private long unix(long loopNanos) {
    return millis + TimeUnit.NANOSECONDS.toMillis(loopNanos - nanos);
  }
}

package io.eventpipeline.ingest.webhook;

import io.eventpipeline.runtime.config.Secret;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One webhook source as configured. {@link SourceReader} checks it. All fields are texts, because
 * the framework takes an optional value that it cannot convert for absent.
 *
 * @param name of the source, part of its path
 * @param preset a known sender, whose authentic webhooks no limit refuses
 * @param scheme how the sender signs; null if the preset says so
 * @param path also leads to the source; null for none
 * @param secrets any of which may sign
 * @param type where the event's type stands
 * @param user where the event's user stands
 * @param eventId where the id stands
 * @param idPrefix begins the event ids; {@code none} for none; null for the name
 * @param time where the event's time stands; null for none
 * @param payload where the payload stands; null for the whole body
 * @param seq where the seq stands; null for unordered events
 * @param rate permits of one address, such as {@code 10/10s}
 * @param signed {@code timestamp.body} if the signature covers the timestamp
 * @param ackWait how long a sender waits for Kafka
 * @param replayGuard {@code none} if signed bytes may come again under another id
 * @param enabled false to refuse all webhooks of the source
 */
@EachProperty("webhooks.sources")
record SourceSettings(
    @Parameter String name,
    @Nullable String preset,
    @Nullable String scheme,
    @Nullable String path,
    @Nullable List<Secret> secrets,
    @Nullable String type,
    @Nullable String user,
    @Nullable String eventId,
    @Nullable String idPrefix,
    @Nullable String time,
    @Nullable String payload,
    @Nullable String seq,
    @Nullable String rate,
    @Nullable String signed,
    @Nullable String ackWait,
    @Nullable String replayGuard,
    @Nullable String enabled) {
  /**
   * Whether no field is set. A variable such as {@code WEBHOOKS_SOURCES_GH_USER} has several
   * readings; by one of them there is a source {@code gh-user} without any field.
   */
  boolean isEmpty() {
    return Stream.of(
            preset,
            scheme,
            path,
            secrets,
            type,
            user,
            eventId,
            idPrefix,
            time,
            payload,
            seq,
            rate,
            signed,
            ackWait,
            replayGuard,
            enabled)
        .allMatch(Objects::isNull);
  }

  /** The source that {@code webhook.secret} makes. */
  static SourceSettings orders(Secret secret) {
    return new SourceSettings(
        "orders",
        null,
        SignatureScheme.TIMESTAMPED_HMAC.configured,
        "/api/webhook/order.created",
        List.of(secret),
        "order.created",
        "$.user_id | $.userId",
        "$.event_id | $.eventId",
        SourceReader.NONE,
        null,
        null,
        null,
        "10/10s",
        null,
        "250ms",
        null,
        null);
  }
}

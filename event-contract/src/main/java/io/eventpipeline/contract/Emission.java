package io.eventpipeline.contract;

/**
 * Something that a handler sends to the outside together with the final state of its event, such as
 * a push notification. It leaves if and only if the event is processed.
 *
 * @param channel where it goes: {@code push}
 * @param json one JSON object, at most 4,096 bytes. A push notification has a {@code title}, and
 *     may have {@code body}, {@code data} (an object of texts), {@code topic}, {@code expiresAt}
 *     (unix milliseconds), and {@code userId} if it goes to another user than the event's
 */
public record Emission(String channel, String json) {}

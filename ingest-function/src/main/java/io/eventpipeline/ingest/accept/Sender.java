package io.eventpipeline.ingest.accept;

import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as far as the transport knows.
 *
 * @param address of the client, as text
 * @param idempotencyKey of the whole request, which is one event; null if it names none
 */
public record Sender(String address, @Nullable String idempotencyKey) {
  /** A client that names no key for its request. */
  public static Sender at(String address) {
    return new Sender(address, null);
  }
}

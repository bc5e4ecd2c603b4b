package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as far as the transport knows.
 *
 * @param address of the client, as text
 * @param idempotencyKey of the whole request, which is one event; null if it names none
 * @param trace the request belongs to; null if to none
 */
public record Sender(String address, @Nullable String idempotencyKey, @Nullable TraceParent trace) {
  /** A client that names no key for its request. */
  public static Sender at(String address, @Nullable TraceParent trace) {
    return new Sender(address, null, trace);
  }
}

package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as far as the transport knows.
 *
 * @param address of the client, as text
 * @param idempotencyKey of the whole request, whether it holds one event or many; null if none
 * @param trace that the request belongs to, or null
 */
public record Sender(
    String address, @Nullable String idempotencyKey, @Nullable TraceParent trace) {}

package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as far as the transport knows.
 *
 * @param address of the client, as text
 * @param idempotencyKey of the whole request, be it one event or many; null if it names none
 * @param trace it belongs to, or null
 */
public record Sender(
    String address, @Nullable String idempotencyKey, @Nullable TraceParent trace) {}

package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * A webhook request as it came.
 *
 * @param body the bytes as sent
 * @param address of the client
 * @param trace that the request belongs to; null if none
 */
public record Delivery(
    RequestHeaders headers, byte[] body, String address, @Nullable TraceParent trace) {}

package io.eventpipeline.ingest.limit;

import java.time.Duration;

/**
 * Where one request stands with one policy.
 *
 * @param policy its name
 * @param left places that are still free
 * @param opens when more are free
 */
public record Remaining(String policy, int left, Duration opens) {}

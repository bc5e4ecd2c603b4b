package io.eventpipeline.ingest.limit;

import java.time.Duration;

/**
 * The limit of one webhook source for each address.
 *
 * @param requests within any sliding window, at least 1
 * @param window at least 1 ms
 */
public record SourceRate(int requests, Duration window) {}

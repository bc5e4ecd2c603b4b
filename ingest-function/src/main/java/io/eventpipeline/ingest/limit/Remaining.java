package io.eventpipeline.ingest.limit;

import java.time.Duration;

/**
 * What one request leaves of one limit.
 *
 * @param policy name of the limit
 * @param permits still free; of several users, those of the user with the fewest
 * @param reset how long until more are free
 */
public record Remaining(String policy, int permits, Duration reset) {}

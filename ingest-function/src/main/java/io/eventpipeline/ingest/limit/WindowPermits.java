package io.eventpipeline.ingest.limit;

/**
 * What one user got of what it asked for.
 *
 * @param granted places, from 0
 * @param waitMs until the next place opens, in milliseconds; 0 if all were granted
 * @param left places of the user after that
 * @param byAddress whether it was the address that had no place for the rest
 */
record WindowPermits(int granted, long waitMs, int left, boolean byAddress) {}

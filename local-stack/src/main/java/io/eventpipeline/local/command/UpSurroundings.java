package io.eventpipeline.local.command;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a service around the core may use.
 *
 * @param brokers address of Kafka
 * @param database of the projections; null without them
 * @param query base URL of the query service; null without it
 */
record UpSurroundings(String brokers, @Nullable SqlDatabase database, @Nullable URI query) {}

package io.eventpipeline.runtime.redis;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.micronaut.configuration.lettuce.AbstractRedisConfiguration;
import io.micronaut.configuration.lettuce.ClientResourcesMutator;
import io.micronaut.configuration.lettuce.MetricsClientResourceMutator;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;

/**
 * Stops the client from timing each command. Nobody reads those histograms, and they slow the hot
 * path. Our own meters time what matters.
 */
@Singleton
@Replaces(MetricsClientResourceMutator.class)
final class QuietResources implements ClientResourcesMutator {
  @Override
  public void mutate(ClientResources.Builder builder, AbstractRedisConfiguration config) {
    builder.commandLatencyRecorder(CommandLatencyRecorder.disabled());
  }
}

package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.outbox.EmissionRules;
import io.eventpipeline.contract.EventHandler;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the team's handlers, and refuses jars that hold none. */
@Factory
final class HandlerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerFactory.class);

  @Singleton
  Handlers handlers(List<EventHandler> teams, EmissionRules rules) {
    HandlerJars.onClassPath()
        .check(teams)
        .forEach(idle -> LOG.warn("a class in handlers/ gets no events: {}", idle));
    Handlers handlers = new Handlers(teams, rules.types());
    handlers.lines().forEach(LOG::info);
    if (teams.isEmpty()) {
      LOG.warn("handlers/ has no handler: the built-in one takes every type and does nothing");
    }
    return handlers;
  }
}

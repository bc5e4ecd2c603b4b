package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.outbox.EmissionRules;
import io.eventpipeline.contract.EventHandler;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the handlers, and refuses jars that hold none. */
@Factory
final class HandlerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerFactory.class);

  /**
   * @throws IllegalStateException if a jar in {@code handlers/} gives no handler, two handlers take
   *     one type, or projections are on and missing
   */
  @Singleton
  Handlers handlers(
      List<EventHandler> all,
      EmissionRules rules,
      HandlerSettings settings,
      ProjectionSwitch projections) {
    List<EventHandler> teams = all.stream().filter(Handlers::isTeams).toList();
    HandlerJars.onClassPath()
        .check(teams)
        .forEach(idle -> LOG.warn("a class in handlers/ gets no events: {}", idle));
    projections.check(all);
    Set<String> builtIn = new HashSet<>(rules.types());
    builtIn.addAll(settings.acceptTypes());
    Handlers handlers = new Handlers(all, builtIn);
    handlers.lines().forEach(LOG::info);
    if (teams.isEmpty()) {
      LOG.warn("handlers/ has no handler: the built-in one takes all other types and does nothing");
    } else if (!builtIn.isEmpty()) {
      LOG.info("the built-in handler takes {}", String.join(", ", new TreeSet<>(builtIn)));
    }
    return handlers;
  }
}

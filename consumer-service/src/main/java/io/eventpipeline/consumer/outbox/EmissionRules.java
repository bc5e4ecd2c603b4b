package io.eventpipeline.consumer.outbox;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.Event;
import io.eventpipeline.runtime.observe.Meters;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of {@code outbox.rules}. They read the event alone, so they can run again. */
@Singleton
public final class EmissionRules {
  private final Map<String, List<EmissionRule>> byType = new HashMap<>();
  private final Map<String, Set<String>> paths = new HashMap<>();
  private final Meters<ConsumerMetric> meters;

  /**
   * @throws io.micronaut.context.exceptions.ConfigurationException naming the property that is
   *     wrong
   */
  @Inject
  EmissionRules(RuleReader reader, Meters<ConsumerMetric> meters) {
    this(reader.read(), meters);
  }

  public EmissionRules(List<EmissionRule> rules, Meters<ConsumerMetric> meters) {
    this.meters = meters;
    for (EmissionRule rule : rules) {
      byType.computeIfAbsent(rule.type(), first -> new ArrayList<>()).add(rule);
      paths.computeIfAbsent(rule.type(), first -> new HashSet<>()).addAll(rule.paths());
    }
  }

  /** The types that have a rule. */
  public Set<String> types() {
    return byType.keySet();
  }

  /** The notifications that rules make of a processed event, in the order of the rules. */
  public List<Emission> emissions(Event event) {
    List<EmissionRule> rules = byType.get(event.type());
    if (rules == null) {
      return List.of();
    }
    Map<String, String> values = EventValues.of(event, paths.getOrDefault(event.type(), Set.of()));
    List<Emission> emissions = new ArrayList<>(rules.size());
    for (EmissionRule rule : rules) {
      Emission emission = rule.emission(event, values);
      if (emission == null) {
        meters.count(ConsumerMetric.RULES_WITHOUT_VALUE);
      } else {
        emissions.add(emission);
      }
    }
    return emissions;
  }
}

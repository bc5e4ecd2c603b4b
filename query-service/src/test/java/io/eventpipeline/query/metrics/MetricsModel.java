package io.eventpipeline.query.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the answers must be, in the plainest way: a list of events, and a table of users. */
public final class MetricsModel {
  private record Happened(String user, long second) {}

  private final List<Happened> events = new ArrayList<>();
  private Map<String, Map<String, String>> table = Map.of();

  public void event(String user, long second) {
    events.add(new Happened(user, second));
  }

  public void table(Map<String, Map<String, String>> users) {
    table = users;
  }

  /** Redis lost everything. */
  public void forget() {
    events.clear();
    table = Map.of();
  }

  /** The totals of the seconds up to {@code now}. */
  public WindowTotals last(long seconds, long now) {
    TreeMap<String, Map<String, Long>> by = new TreeMap<>();
    List.of("plan", "region").forEach(name -> by.put(name, new TreeMap<>()));
    table.values().forEach(user -> user.forEach((name, value) -> add(by, name, value, 0)));
    Set<String> known = new HashSet<>();
    long all = 0;
    long unknown = 0;
    for (Happened event : events) {
      if (event.second() > now - seconds && event.second() <= now) {
        all++;
        Map<String, String> user = table.get(event.user());
        if (user == null) {
          unknown++;
        } else {
          known.add(event.user());
          by.keySet().forEach(name -> add(by, name, user.getOrDefault(name, "none"), 1));
        }
      }
    }
    return new WindowTotals(all, known.size(), unknown, by);
  }

  private static void add(
      Map<String, Map<String, Long>> by, String name, String value, long events) {
    by.computeIfAbsent(name, none -> new TreeMap<>()).merge(value, events, Long::sum);
  }
}

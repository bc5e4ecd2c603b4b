package io.eventpipeline.ingest.accept;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the events of one request whose ids are known already. Threads: any. */
final class KnownIds {
  private KnownIds() {}

  /** The ids of the items that are not decided yet. */
  static Set<String> of(List<Item> items) {
    Set<String> ids = new HashSet<>();
    for (Item item : items) {
      String id = id(item);
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  /**
   * Decides the items whose event is final, and lets each repeat wait for the first item with its
   * id.
   *
   * @param finalIds of events that are final
   */
  static List<Item> mark(List<Item> items, Set<String> finalIds) {
    Map<String, Integer> firstWithId = new HashMap<>();
    List<Item> marked = new ArrayList<>(items.size());
    for (Item item : items) {
      String id = id(item);
      Integer earlier = id == null ? null : firstWithId.putIfAbsent(id, marked.size());
      if (id != null && finalIds.contains(id)) {
        marked.add(new Item.Decided(new ItemOutcome.Duplicate(id)));
      } else {
        marked.add(earlier == null ? item : new Item.Repeat(earlier));
      }
    }
    return marked;
  }

  private static @Nullable String id(Item item) {
    return switch (item) {
      case Item.Ready ready -> ready.eventId();
      case Item.Keyed keyed -> keyed.eventId();
      case Item.Decided decided -> null;
      case Item.Repeat repeat -> null;
    };
  }
}

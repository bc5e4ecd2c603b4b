package io.eventpipeline.query.reference;

import io.eventpipeline.query.packed.PackedNames;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known about users. It never changes. Threads: any. */
public final class ReferenceTable {
  private final PackedNames users;
  private final List<AttributeColumn> attributes;

  ReferenceTable(PackedNames users, List<AttributeColumn> attributes) {
    this.users = users;
    this.attributes =
        attributes.stream().sorted(Comparator.comparing(AttributeColumn::name)).toList();
  }

  /** The users; their numbers are those of the columns. */
  public PackedNames users() {
    return users;
  }

  /** By name. */
  public List<AttributeColumn> attributes() {
    return attributes;
  }

  /** The attributes of a user by name; null if the user is unknown. */
  public @Nullable Map<String, String> of(String userId) {
    int user = users.find(userId);
    if (user < 0) {
      return null;
    }
    Map<String, String> known = new TreeMap<>();
    for (AttributeColumn attribute : attributes) {
      int value = attribute.valueOf(user);
      if (value >= 0) {
        known.put(attribute.name(), attribute.text(value));
      }
    }
    return known;
  }
}

package io.eventpipeline.query.reference;

import io.eventpipeline.query.packed.PackedNames;
import java.util.ArrayList;
import java.util.List;

/** Makes a table, user by user. A user that comes again replaces what came before. One thread. */
public final class TableBuilder {
  static final int MOST_ATTRIBUTES = 16;

  private final PackedNames users = new PackedNames();
  private final List<AttributeColumn> attributes = new ArrayList<>();
  private int user;

  /** Begins a user, who has no attributes yet. */
  public void user(byte[] source, int from, int length) {
    int before = users.size();
    user = users.add(source, from, length);
    if (user < before) {
      attributes.forEach(attribute -> attribute.clear(user));
    }
  }

  /** The number of an attribute, which it gets now if it is new; -1 if there are too many. */
  public int attribute(String name) {
    for (int i = 0; i < attributes.size(); i++) {
      if (attributes.get(i).name().equals(name)) {
        return i;
      }
    }
    if (attributes.size() == MOST_ATTRIBUTES) {
      return -1;
    }
    attributes.add(new AttributeColumn(name));
    return attributes.size() - 1;
  }

  /** Sets an attribute of the user that was begun last. */
  public void value(int attribute, byte[] source, int from, int length) {
    attributes.get(attribute).set(user, source, from, length);
  }

  /** Memory of the table so far. */
  public long bytes() {
    return users.bytes() + attributes.stream().mapToLong(AttributeColumn::bytes).sum();
  }

  /** The table. The builder is of no more use. */
  public ReferenceTable build() {
    return new ReferenceTable(users, attributes);
  }
}

package io.eventpipeline.query.reference;

import io.eventpipeline.query.packed.PackedNames;
import io.eventpipeline.query.packed.PagedInts;
import io.eventpipeline.query.packed.PagedNumbers;

/**
 * One attribute of all users. Each text is kept once. The builder writes; then it never changes.
 */
public final class AttributeColumn {
  private final String name;
  private final PackedNames values = new PackedNames();
  private final PagedNumbers ofUser = new PagedNumbers(); // the value's number plus one
  private final PagedInts uses = new PagedInts();

  AttributeColumn(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** How many numbers of values there are; some may have no user any more. */
  public int values() {
    return values.size();
  }

  /** The number of a user's value; -1 if it has none. */
  public int valueOf(int user) {
    return ofUser.get(user) - 1;
  }

  /** Whether any user has this value. */
  public boolean isUsed(int value) {
    return uses.get(value) > 0;
  }

  public String text(int value) {
    return values.text(value);
  }

  byte[] bytesOf(int value) {
    return values.bytesOf(value);
  }

  void set(int user, byte[] source, int from, int length) {
    clear(user);
    int value = values.add(source, from, length);
    ofUser.set(user, value + 1);
    uses.set(value, uses.get(value) + 1);
  }

  void clear(int user) {
    int value = valueOf(user);
    if (value >= 0) {
      ofUser.set(user, 0);
      uses.set(value, uses.get(value) - 1);
    }
  }

  long bytes() {
    return values.bytes() + ofUser.bytes() + uses.bytes();
  }
}

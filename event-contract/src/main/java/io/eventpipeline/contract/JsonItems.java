package io.eventpipeline.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the items of a batch: a JSON array of objects. Threads: any. */
public final class JsonItems {
  private JsonItems() {}

  /** Reads one item. The parser stands at its opening brace. */
  @FunctionalInterface
  public interface Reading<T> {
    Parsed<T> read() throws IOException;
  }

  /**
   * Reads the items, but at most one more than a batch may hold. A bad item does not affect its
   * neighbours.
   *
   * @param parser stands at the opening bracket
   * @param pointer to the array; error pointers begin with it
   */
  public static <T> List<Parsed<T>> read(JsonParser parser, String pointer, Reading<T> reading)
      throws IOException {
    List<Parsed<T>> items = new ArrayList<>();
    while (items.size() <= EventRules.MAX_BATCH && parser.nextToken() != JsonToken.END_ARRAY) {
      String itemPointer = pointer + "/" + items.size();
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        items.add(reading.read().under(itemPointer));
      } else {
        parser.skipChildren();
        items.add(Parsed.invalid(itemPointer, "must be an object"));
      }
    }
    return items;
  }

  /**
   * Reads the items of the member {@code name}, or reports what is wrong with it. Ignores other
   * members.
   *
   * @param parser stands at the opening brace
   */
  public static <T> Parsed<List<Parsed<T>>> member(
      String name, JsonParser parser, Reading<T> reading) throws IOException {
    String pointer = "/" + name;
    List<Parsed<T>> items = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isItems = parser.currentName().equals(name);
      JsonToken value = parser.nextToken();
      if (!isItems) {
        parser.skipChildren();
      } else if (items != null) {
        return Parsed.invalid(pointer, "must not occur twice");
      } else if (value != JsonToken.START_ARRAY) {
        return Parsed.invalid(pointer, "must be an array");
      } else {
        items = read(parser, pointer, reading);
        if (items.size() > EventRules.MAX_BATCH) {
          break;
        }
      }
    }
    return items == null ? Parsed.invalid(pointer, "is required") : batch(pointer, items);
  }

  /** The items, or an error if they are too few or too many for a batch. */
  public static <T> Parsed<List<Parsed<T>>> batch(String pointer, List<Parsed<T>> items) {
    if (items.size() > EventRules.MAX_BATCH) {
      return Parsed.invalid(pointer, "must have at most " + EventRules.MAX_BATCH + " items");
    }
    return items.isEmpty()
        ? Parsed.invalid(pointer, "must have at least 1 item")
        : new Parsed.Valid<>(items);
  }
}

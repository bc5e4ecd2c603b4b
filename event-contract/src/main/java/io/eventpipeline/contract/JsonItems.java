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

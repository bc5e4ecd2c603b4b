package io.eventpipeline.ingest.webhook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.JsonMembers;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the values at several paths in one pass over a JSON object. For one text, on one thread.
 */
final class PathFinder {
  private final JsonParser parser;
  private final JsonMembers members;
  private final Map<JsonPath, JsonFind> found = new HashMap<>();

  /** A path of which {@code done} steps are behind us. */
  private record Cursor(JsonPath path, int done) {
    boolean isAtEnd() {
      return done == path.steps().size();
    }

    boolean leadsTo(JsonPath.Step step) {
      return path.steps().get(done).equals(step);
    }

    Cursor next() {
      return new Cursor(path, done + 1);
    }
  }

  private PathFinder(byte[] text, JsonParser parser) {
    this.parser = parser;
    this.members = new JsonMembers(text, parser);
  }

  /**
   * Finds what stands at these paths.
   *
   * @param wanted paths that differ
   * @return an entry for each path that leads to a value; Invalid if the text is no JSON object
   */
  static Parsed<Map<JsonPath, JsonFind>> find(byte[] text, Collection<JsonPath> wanted) {
    List<Cursor> start = wanted.stream().map(path -> new Cursor(path, 0)).toList();
    return JsonDocument.object(
        text,
        (json, parser) -> {
          PathFinder finder = new PathFinder(json, parser);
          finder.read(start);
          return new Parsed.Valid<>(finder.found);
        });
  }

  /** Reads the current value to its end. */
  private void read(List<Cursor> here) throws IOException {
    JsonToken token = members.token();
    int from = members.offset();
    JsonFind find = token.isScalarValue() ? scalar(token) : new JsonFind.Other(null);
    List<Cursor> deeper = here.stream().filter(cursor -> !cursor.isAtEnd()).toList();
    if (token == JsonToken.START_OBJECT) {
      readObject(deeper);
      find = new JsonFind.Other(members.sliceFrom(from));
    } else if (token == JsonToken.START_ARRAY) {
      readArray(deeper);
    }
    for (Cursor cursor : here) {
      if (cursor.isAtEnd() && found.putIfAbsent(cursor.path(), find) != null) {
        found.put(cursor.path(), new JsonFind.Twice());
      }
    }
  }

  private JsonFind scalar(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING ->
          parser.getTextLength() == 0 ? new JsonFind.Nothing() : new JsonFind.Text(members.text());
      case VALUE_NUMBER_INT -> new JsonFind.Whole(members.text());
      case VALUE_NULL -> new JsonFind.Nothing();
      default -> new JsonFind.Other(null);
    };
  }

  private void readObject(List<Cursor> cursors) throws IOException {
    for (String name = members.next(); name != null; name = members.next()) {
      readChild(cursors, new JsonPath.Member(name));
    }
  }

  private void readArray(List<Cursor> cursors) throws IOException {
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      readChild(cursors, new JsonPath.Element(i));
    }
  }

  private void readChild(List<Cursor> cursors, JsonPath.Step step) throws IOException {
    List<Cursor> next =
        cursors.stream().filter(cursor -> cursor.leadsTo(step)).map(Cursor::next).toList();
    if (next.isEmpty()) {
      members.skip();
    } else {
      read(next);
    }
  }
}

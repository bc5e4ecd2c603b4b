package io.eventpipeline.ingest.webhook;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The headers of a request. */
@FunctionalInterface
public interface RequestHeaders {
  /** All lines of a header, whose name is case-insensitive; empty if there is none. */
  List<String> all(String name);

  /** The first line without blanks around it; null if there is none. */
  default @Nullable String first(String name) {
    List<String> lines = all(name);
    return lines.isEmpty() ? null : lines.getFirst().strip();
  }

  /** The parts between commas, of all lines: API Gateway joins lines with commas. */
  default Stream<String> parts(String name) {
    return all(name).stream().flatMap(line -> Stream.of(line.split(","))).map(String::strip);
  }
}

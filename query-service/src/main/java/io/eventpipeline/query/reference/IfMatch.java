package io.eventpipeline.query.reference;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a request: which table must count (RFC 9110, section 13.1.1).
 *
 * @param lines the header's lines; none: no condition
 */
public record IfMatch(List<String> lines) {
  boolean allows(@Nullable TableRef current) {
    if (lines.isEmpty()) {
      return true;
    }
    if (current == null) {
      return false;
    }
    return lines.stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .anyMatch(etag -> etag.equals("*") || etag.equals(current.etag()));
  }
}

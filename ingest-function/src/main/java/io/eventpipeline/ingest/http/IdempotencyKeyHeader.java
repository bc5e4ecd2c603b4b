package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.micronaut.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header Idempotency-Key: a string of structured fields (RFC 9651) in quotes, or the bare
 * key that many clients send.
 */
final class IdempotencyKeyHeader {
  static final String NAME = "Idempotency-Key";

  private IdempotencyKeyHeader() {}

  /** The key, if the request has one. */
  static Parsed<Optional<String>> of(HttpHeaders headers) {
    if (!headers.contains(NAME)) {
      return new Parsed.Valid<>(Optional.empty());
    }
    List<String> values = headers.getAll(NAME);
    String key = values.size() == 1 ? key(values.getFirst().strip()) : null;
    if (key == null) {
      return invalid("must be one string, in quotes or bare");
    }
    String wrong = EventRules.checkIdempotencyKey(key);
    return wrong == null ? new Parsed.Valid<>(Optional.of(key)) : invalid(wrong);
  }

  private static Parsed<Optional<String>> invalid(String wrong) {
    return new Parsed.Invalid<>(List.of(new FieldError("", "header " + NAME + " " + wrong)), null);
  }

  /** Null if the value starts with a quote but is malformed. Ignores parameters. */
  private static @Nullable String key(String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    StringBuilder key = new StringBuilder(value.length());
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        String rest = value.substring(i + 1).strip();
        return rest.isEmpty() || rest.startsWith(";") ? key.toString() : null;
      }
      if (c == '\\') {
        i++;
        if (i == value.length() || (value.charAt(i) != '"' && value.charAt(i) != '\\')) {
          return null;
        }
        c = value.charAt(i);
      }
      key.append(c);
    }
    return null;
  }
}

package io.eventpipeline.push.fcm;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What FCM writes in its answer, as far as the worker reads it. Its message stays unread, because
 * it may quote the token or the payload.
 *
 * @param name of a message that FCM took
 * @param error null if it took the message
 */
@Serdeable.Deserializable
record FcmAnswer(@Nullable String name, @Nullable Error error) {
  static final FcmAnswer NONE = new FcmAnswer(null, null);

  @Serdeable.Deserializable
  record Error(@Nullable String status, @Nullable List<Detail> details) {}

  @Serdeable.Deserializable
  record Detail(
      @Nullable String errorCode,
      @JsonProperty("fieldViolations") @Nullable List<Violation> violations) {}

  @Serdeable.Deserializable
  record Violation(@Nullable String field) {}

  /** Whether the details have this code of FCM; {@code error.status} has another vocabulary. */
  boolean has(String errorCode) {
    return details().anyMatch(each -> errorCode.equals(each.errorCode()));
  }

  /** The fields that FCM objects to. */
  List<String> fields() {
    return details()
        .map(Detail::violations)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .map(each -> each.field() == null ? "" : each.field())
        .toList();
  }

  /** The codes and fields for logs, each after a space; anything but plain names is left out. */
  String words() {
    StringBuilder words = new StringBuilder();
    Stream.of(
            Stream.ofNullable(error).map(Error::status),
            details().map(Detail::errorCode),
            fields().stream())
        .flatMap(each -> each)
        .filter(each -> each != null && each.matches("[A-Za-z0-9_.\\[\\]]{1,80}"))
        .distinct()
        .limit(6)
        .forEach(each -> words.append(' ').append(each));
    return words.toString();
  }

  private Stream<Detail> details() {
    return error == null || error.details() == null
        ? Stream.empty()
        : error.details().stream().filter(Objects::nonNull);
  }
}

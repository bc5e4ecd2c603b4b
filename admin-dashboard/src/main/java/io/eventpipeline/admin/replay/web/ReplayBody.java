package io.eventpipeline.admin.replay.web;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.JsonMembers;
import io.eventpipeline.contract.Parsed;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program sends with a replay. The text of the payload stays as it was written.
 *
 * @param payload for the document; {@link #read} gives the text
 */
@Schema(name = "Replay")
record ReplayBody(
    @Schema(description = "The new payload; payload.seq must stay.", type = "object")
        Map<String, Object> payload) {

  /** What a body asks for. */
  sealed interface Wish {}

  /**
   * To replay it.
   *
   * @param payload null leaves it as it is
   */
  record Replay(@Nullable String payload) implements Wish {}

  /** Nothing that can be done. */
  record Wrong(List<FieldError> errors) implements Wish {}

  /**
   * Reads a body.
   *
   * @param body may be empty
   */
  static Wish read(byte[] body) {
    if (body.length == 0) {
      return new Replay(null);
    }
    Parsed<String> parsed =
        JsonDocument.object(
            body,
            (text, parser) -> {
              JsonMembers members = new JsonMembers(text, parser);
              String payload = "";
              for (String name = members.next(); name != null; name = members.next()) {
                int from = members.offset();
                members.skip();
                if (name.equals("payload")) {
                  payload = members.sliceFrom(from).toString();
                } else {
                  members.reportError(name, "is not known");
                }
              }
              return members.errors().isEmpty()
                  ? new Parsed.Valid<>(payload)
                  : new Parsed.Invalid<>(members.errors(), null);
            });
    return switch (parsed) {
      case Parsed.Valid<String>(String payload) -> new Replay(payload.isEmpty() ? null : payload);
      case Parsed.Invalid<String>(var errors, var id) -> new Wrong(errors);
    };
  }
}

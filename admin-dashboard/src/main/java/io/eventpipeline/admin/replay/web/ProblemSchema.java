package io.eventpipeline.admin.replay.web;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schema of {@link io.eventpipeline.runtime.http.ProblemDocument}, for the document only. */
@Schema(name = "Problem", description = "Why the server refused a request (RFC 9457).")
public record ProblemSchema(
    @Schema(requiredMode = RequiredMode.REQUIRED, format = "uri") String type,
    @Schema(requiredMode = RequiredMode.REQUIRED) String title,
    @Schema(requiredMode = RequiredMode.REQUIRED) int status,
    @Schema(requiredMode = RequiredMode.REQUIRED) String detail,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            nullable = false,
            description = "What is wrong with which field.")
        @Nullable List<FieldSchema> errors) {
  /** One field that is wrong. */
  @Schema(name = "FieldError")
  public record FieldSchema(
      @Schema(requiredMode = RequiredMode.REQUIRED) String detail,
      @Schema(
              description =
                  "JSON Pointer, or a slash and a parameter; missing if the whole body is wrong.",
              nullable = false)
          @Nullable String pointer) {}
}

package io.eventpipeline.admin.replay.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.deadletter.DeadLetterPage;
import io.eventpipeline.admin.page.UtcTime;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some dead letters, for programs.
 *
 * @param next where the next page begins; null at the end of the queue
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "DeadLetters")
record DeadLettersBody(
    @Schema(requiredMode = RequiredMode.REQUIRED) List<Item> deadLetters,
    @Schema(description = "The parameter after of the next page.", nullable = false)
        @Nullable String next) {

  /**
   * One of them.
   *
   * @param failedAt unix milliseconds
   * @param replayState null unless a replay is under way
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "DeadLetter")
  record Item(
      @Schema(requiredMode = RequiredMode.REQUIRED) String id,
      @Schema(requiredMode = RequiredMode.REQUIRED) String userId,
      @Schema(requiredMode = RequiredMode.REQUIRED) String type,
      @Schema(requiredMode = RequiredMode.REQUIRED) String errorClass,
      @Schema(requiredMode = RequiredMode.REQUIRED) String error,
      @Schema(description = "Handler runs.", requiredMode = RequiredMode.REQUIRED) long attempts,
      @Schema(description = "Unix milliseconds.", requiredMode = RequiredMode.REQUIRED)
          long failedAt,
      @Schema(requiredMode = RequiredMode.REQUIRED) long replays,
      @Schema(description = "replaying or fixing.", nullable = false)
          @Nullable String replayState) {

    private static Item of(DeadLetter letter) {
      return new Item(
          letter.id(),
          letter.userId(),
          letter.type(),
          letter.errorClass(),
          letter.error(),
          UtcTime.millis(letter.field("attempts")),
          UtcTime.millis(letter.field("queuedAt")),
          UtcTime.millis(letter.field("replays")),
          letter.fields().get("replayState"));
    }
  }

  static DeadLettersBody of(DeadLetterPage page) {
    DeadLetterPage.Cursor next = page.next();
    return new DeadLettersBody(
        page.letters().stream().map(Item::of).toList(), next == null ? null : next.toString());
  }
}

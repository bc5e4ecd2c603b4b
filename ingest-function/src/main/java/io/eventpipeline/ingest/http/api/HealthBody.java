package io.eventpipeline.ingest.http.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** Whether the API can reach its servers. */
@Serdeable
@Schema(name = "Health")
public record HealthBody(
    @Schema(description = "Whether Redis and Kafka answer.", requiredMode = RequiredMode.REQUIRED)
        boolean ok,
    @Schema(
            requiredMode = RequiredMode.REQUIRED,
            type = "string",
            allowableValues = {UP, DOWN})
        String redis,
    @Schema(
            requiredMode = RequiredMode.REQUIRED,
            type = "string",
            allowableValues = {UP, DOWN})
        String kafka,
    @Schema(
            description = "When this was checked.",
            requiredMode = RequiredMode.REQUIRED,
            type = "string",
            format = "date-time")
        String timestamp,
    @Schema(
            description = "Seconds since the process started.",
            requiredMode = RequiredMode.REQUIRED,
            minimum = "0")
        long uptime) {
  static final String UP = "up";
  static final String DOWN = "down";

  /**
   * @param timestamp in ISO-8601
   * @param uptime in seconds
   */
  public static HealthBody of(boolean redis, boolean kafka, String timestamp, long uptime) {
    return new HealthBody(redis && kafka, redis ? UP : DOWN, kafka ? UP : DOWN, timestamp, uptime);
  }
}

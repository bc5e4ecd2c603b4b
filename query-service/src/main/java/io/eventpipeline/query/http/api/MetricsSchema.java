package io.eventpipeline.query.http.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.Map;

/** The schema of windowed metrics, for the document only: attributes make further members. */
@Schema(
    name = "Metrics",
    description =
        "For each further attribute of the reference table there is a member by_{attribute}. Of"
            + " more than 1,000 values those with most events are listed, the rest is other; none"
            + " counts known users without the attribute.",
    additionalProperties = AdditionalPropertiesValue.TRUE)
public record MetricsSchema(
    @JsonProperty("window_sec")
        @Schema(description = "The window, in seconds.", requiredMode = RequiredMode.REQUIRED)
        int windowSec,
    @JsonProperty("events_per_sec")
        @Schema(
            description = "Events of the window ÷ its seconds.",
            requiredMode = RequiredMode.REQUIRED)
        double eventsPerSec,
    @JsonProperty("unique_users")
        @Schema(description = "Users in the reference table.", requiredMode = RequiredMode.REQUIRED)
        long uniqueUsers,
    @Schema(
            description = "Events of users that are not in the table.",
            requiredMode = RequiredMode.REQUIRED)
        long unknown,
    @JsonProperty("by_plan") @Schema(requiredMode = RequiredMode.REQUIRED) Map<String, Long> byPlan,
    @JsonProperty("by_region") @Schema(requiredMode = RequiredMode.REQUIRED)
        Map<String, Long> byRegion) {}

package io.eventpipeline.query.sql;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.math.BigDecimal;

/**
 * A row of {@code orders}.
 *
 * @param amount with two decimals
 * @param placedAt as {@link RowTime} writes it
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "StoredOrder")
public record StoredOrder(
    @Schema(requiredMode = RequiredMode.REQUIRED) String orderId,
    @Schema(requiredMode = RequiredMode.REQUIRED) String userId,
    @Schema(description = "Has two decimals.", requiredMode = RequiredMode.REQUIRED)
        BigDecimal amount,
    @Schema(requiredMode = RequiredMode.REQUIRED) String status,
    @Schema(
            description = "Time of the newest event.",
            format = "date-time",
            requiredMode = RequiredMode.REQUIRED)
        String placedAt) {}

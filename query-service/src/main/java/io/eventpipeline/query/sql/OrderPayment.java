package io.eventpipeline.query.sql;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

/**
 * An order with its newest payment, both at one moment.
 *
 * @param payment null if there is none
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "OrderPayment")
public record OrderPayment(
    @Schema(requiredMode = RequiredMode.REQUIRED) StoredOrder order,
    @Schema(
            description = "The newest payment of the order; null if there is none.",
            nullable = true,
            requiredMode = RequiredMode.REQUIRED)
        @Nullable StoredPayment payment) {}

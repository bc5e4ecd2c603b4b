package io.eventpipeline.query.sql;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;

/** A user with the latest orders, all at one moment. */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "UserOrders")
public record UserOrders(
    @Schema(requiredMode = RequiredMode.REQUIRED) StoredUser user,
    @Schema(
            description = "At most 5, newest first; of the same time, the higher id first.",
            requiredMode = RequiredMode.REQUIRED)
        List<StoredOrder> recentOrders) {}

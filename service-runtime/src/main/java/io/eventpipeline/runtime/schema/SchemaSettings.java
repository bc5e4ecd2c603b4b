package io.eventpipeline.runtime.schema;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;

/**
 * Where the JSON Schemas of payloads are.
 *
 * @param schemas a folder with a file {@code TYPE.json} for each type that is to be checked; empty
 *     checks none
 */
@ConfigurationProperties("events")
public record SchemaSettings(@NotNull String schemas) {}

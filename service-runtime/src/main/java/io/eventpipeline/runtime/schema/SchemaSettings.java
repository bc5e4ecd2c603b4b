package io.eventpipeline.runtime.schema;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the JSON Schemas of payloads are.
 *
 * @param schemas a folder with a file {@code TYPE.json} for each type that is to be checked; null
 *     checks none
 */
@ConfigurationProperties("events")
public record SchemaSettings(@Nullable Path schemas) {}

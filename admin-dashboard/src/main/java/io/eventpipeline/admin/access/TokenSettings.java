package io.eventpipeline.admin.access;

import io.eventpipeline.runtime.config.Secret;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The token of one program as configured. {@link Tokens} checks it.
 *
 * @param name for the audit
 * @param sha256 of the token, 64 hexadecimal digits
 * @param role {@code viewer} or {@code operator}
 */
@EachProperty("admin.tokens")
record TokenSettings(@Parameter String name, @Nullable Secret sha256, @Nullable String role) {
  /** Whether no field is set, as {@link UserSettings#isEmpty} explains. */
  boolean isEmpty() {
    return sha256 == null && role == null;
  }
}

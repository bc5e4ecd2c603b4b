package io.eventpipeline.admin.access;

import io.eventpipeline.runtime.config.Secret;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * One user as configured. {@link Users} checks it.
 *
 * @param name that the user types
 * @param passwordHash as {@code ./pipeline admin-password} prints it
 * @param role {@code viewer} or {@code operator}
 */
@EachProperty("admin.users")
record UserSettings(
    @Parameter String name, @Nullable Secret passwordHash, @Nullable String role) {
  /**
   * Whether no field is set. A variable such as {@code ADMIN_USERS_ANN_ROLE} has several readings;
   * by one of them there is a user {@code ann-role} without any field.
   */
  boolean isEmpty() {
    return passwordHash == null && role == null;
  }
}

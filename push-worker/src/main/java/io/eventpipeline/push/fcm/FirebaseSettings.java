package io.eventpipeline.push.fcm;

import io.eventpipeline.runtime.config.Secret;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Firebase project and the credentials for it: either an account with its key, or {@code
 * credentials}.
 *
 * @param projectId empty if the credentials name the project
 * @param clientEmail of the service account
 * @param privateKey of the service account in PEM; {@code \n} in it are line ends
 * @param credentials path of the service account's file, or {@code default} for Google's default
 *     credentials
 */
@ConfigurationProperties("firebase")
public record FirebaseSettings(
    @Pattern(regexp = "[A-Za-z0-9.:-]{0,100}", message = "must be the id of a Firebase project")
        String projectId,
    @Pattern(regexp = "|[^@\\s]+@[^@\\s]+", message = "must be an e-mail address")
        String clientEmail,
    @NotNull Secret privateKey,
    @NotNull String credentials) {
  private static final String TWO_WAYS =
      "credentials are firebase.project-id, firebase.client-email and firebase.private-key, or"
          + " firebase.credentials";

  /** Whether nothing is set. */
  boolean isEmpty() {
    return Stream.of(projectId, clientEmail, privateKey.value(), credentials)
        .allMatch(String::isBlank);
  }

  /** Whether {@link #credentials} holds them, and not the account's settings. */
  boolean isFile() {
    return !credentials.isBlank();
  }

  /** What is missing or too much, with the name of the property; null if the set is complete. */
  @Nullable String gap() {
    if (isFile()) {
      return clientEmail.isBlank() && privateKey.value().isBlank()
          ? null
          : "firebase.credentials excludes firebase.client-email and firebase.private-key";
    }
    if (projectId.isBlank()) {
      return missing("firebase.project-id");
    }
    if (clientEmail.isBlank()) {
      return missing("firebase.client-email");
    }
    return privateKey.value().isBlank() ? missing("firebase.private-key") : null;
  }

  private static String missing(String property) {
    return property + " is missing; " + TWO_WAYS;
  }
}

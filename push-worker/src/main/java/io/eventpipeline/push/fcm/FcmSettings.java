package io.eventpipeline.push.fcm;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Pattern;

/**
 * Where FCM is, and whether devices get anything.
 *
 * @param dryRun {@code true} only logs, {@code validate} lets FCM check each message, {@code false}
 *     sends; empty sends if there are credentials
 * @param baseUrl of FCM, without the slash at its end
 * @param tokenUri where a service account gets its access tokens; empty takes what its file says,
 *     else Google's
 */
@ConfigurationProperties("fcm")
public record FcmSettings(
    @Pattern(regexp = "|true|false|validate", message = "must be true, false or validate")
        String dryRun,
    @Pattern(regexp = FcmSettings.URL, message = FcmSettings.BE_A_URL) String baseUrl,
    @Pattern(regexp = "|" + FcmSettings.URL, message = FcmSettings.BE_A_URL) String tokenUri) {
  static final String URL = "https?://[A-Za-z0-9._\\[\\]:-]+(/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?";
  static final String BE_A_URL =
      "must be a URL like https://host:443/path, without a slash at its end";
}

package io.eventpipeline.local.command;

import io.eventpipeline.local.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * The secret with which webhooks to a local pipeline are signed.
 *
 * @param from where it stands, for the user
 */
record WebhookSecret(String value, String from) {
  /** The variable that sets it. */
  static final String VARIABLE = "WEBHOOK_SECRET";

  private static final int BYTES = 32;

  /** That of the environment; else the one in {@code file}, which is made if it does not exist. */
  static WebhookSecret find(Path file) throws IOException {
    String given = System.getenv(VARIABLE);
    if (given != null && !given.isBlank()) {
      return new WebhookSecret(given, VARIABLE);
    }
    if (!Files.exists(file)) {
      byte[] random = new byte[BYTES];
      new SecureRandom().nextBytes(random);
      PrivateFile.write(file, HexFormat.of().formatHex(random));
    }
    return new WebhookSecret(Files.readString(file).strip(), file.toString());
  }

  /**
   * That of a pipeline; empty if it is unknown.
   *
   * @param where the pipeline runs, see {@link DataFolder#whereRunning}; empty if that is unknown,
   *     then {@link #VARIABLE} is asked
   */
  static String of(Properties where) {
    return where.getProperty("webhookSecret", System.getenv().getOrDefault(VARIABLE, ""));
  }

  @Override
  public String toString() {
    return from;
  }
}

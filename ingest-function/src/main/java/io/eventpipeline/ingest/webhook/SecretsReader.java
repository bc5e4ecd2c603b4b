package io.eventpipeline.ingest.webhook;

import io.eventpipeline.runtime.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads the secrets of a source. No message quotes one. */
final class SecretsReader {
  private static final String FIELD = "secrets";
  private static final String WHSEC = "whsec_";

  private SecretsReader() {}

  /**
   * At least one secret.
   *
   * @throws WrongSource if there is none, or one is empty or no key of the scheme
   */
  static List<SigningSecret> read(SourceSettings source, SignatureScheme scheme) {
    List<Secret> configured = source.secrets();
    List<SigningSecret> secrets = new ArrayList<>();
    for (Secret each : configured == null ? List.<Secret>of() : configured) {
      byte[] key = key(source, scheme, each.value());
      if (key.length == 0) {
        throw new WrongSource(source.name(), FIELD, "must not be empty");
      }
      secrets.add(new SigningSecret(key));
    }
    if (secrets.isEmpty()) {
      throw new WrongSource(source.name(), FIELD, "must have at least one");
    }
    return secrets;
  }

  private static byte[] key(SourceSettings source, SignatureScheme scheme, String secret) {
    if (scheme != SignatureScheme.STANDARD) {
      return secret.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder()
          .decode(secret.startsWith(WHSEC) ? secret.substring(WHSEC.length()) : secret);
    } catch (IllegalArgumentException quotesTheSecret) {
      throw new WrongSource(source.name(), FIELD, "must be whsec_ and Base64");
    }
  }
}

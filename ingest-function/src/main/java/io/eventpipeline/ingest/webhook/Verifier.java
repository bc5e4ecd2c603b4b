package io.eventpipeline.ingest.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the time and the signature of a request. It compares every secret with every signature, so
 * its duration does not tell how much of a signature was right. Threads: any.
 *
 * @param secrets at least one
 */
record Verifier(SignatureScheme scheme, List<SigningSecret> secrets) {
  /** How far a timestamp may be from now, either way. */
  static final long MAX_SECONDS = 300;

  /** Long enough for any time, short enough for a long. */
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

  /**
   * @param now unix seconds
   */
  Authenticity verify(RequestHeaders headers, byte[] body, long now) {
    Proof proof = scheme.proof(headers);
    if (scheme.hasNothing(headers)) {
      return new Authenticity.Forged();
    }
    if (scheme.isTimed() && !isNear(proof.time(), now)) {
      return new Authenticity.WrongTime();
    }
    int matching = -1;
    for (int i = secrets.size() - 1; i >= 0; i--) {
      matching = isBy(secrets.get(i), proof, body) ? i : matching;
    }
    return matching < 0 ? new Authenticity.Forged() : new Authenticity.Genuine(matching, proof);
  }

  private static boolean isNear(@Nullable String time, long now) {
    return time != null
        && SECONDS.matcher(time).matches()
        && Math.abs(now - Long.parseLong(time)) <= MAX_SECONDS;
  }

  private boolean isBy(SigningSecret secret, Proof proof, byte[] body) {
    byte[] expected = bytes(scheme.text(secret.mac(proof.prefixBytes(), body)));
    boolean matches = false;
    for (String signature : proof.signatures()) {
      matches |= MessageDigest.isEqual(expected, bytes(signature));
    }
    return matches;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

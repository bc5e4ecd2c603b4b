package io.eventpipeline.testbed.fcm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fake of Google's token endpoint. Threads: any. */
public final class TokenDesk {
  private static final int LIFETIME_S = 3599;
  private static final Pattern ASSERTION = Pattern.compile("(?:^|&)assertion=([^&]+)");
  private static final FakeAnswer REFUSAL =
      FakeAnswer.of(400, "{\"error\":\"invalid_grant\",\"error_description\":\"RECIPIENT\"}");

  private final Set<String> valid = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile @Nullable PublicKey key;
  private volatile @Nullable FakeAnswer scripted;

  TokenDesk() {}

  /** From now on, gives tokens only to requests that this key's pair signed. */
  public void trust(PublicKey only) {
    key = only;
  }

  /**
   * Answers all further requests so.
   *
   * @param answer null to give tokens again
   */
  public void answer(@Nullable FakeAnswer answer) {
    scripted = answer;
  }

  /** Makes all tokens worthless that it gave so far. */
  public void revokeAll() {
    valid.clear();
  }

  /** How many requests for a token came. */
  public int asked() {
    return asked.get();
  }

  boolean isValid(String authorization) {
    return authorization.startsWith("Bearer ")
        && valid.contains(authorization.substring("Bearer ".length()));
  }

  /**
   * @param form the body of the request
   */
  FakeAnswer give(String form) {
    String token = "access-" + asked.incrementAndGet();
    FakeAnswer instead = scripted;
    if (instead != null) {
      return instead;
    }
    Matcher assertion = ASSERTION.matcher(form);
    if (!assertion.find() || !isTrusted(URLDecoder.decode(assertion.group(1), US_ASCII))) {
      return REFUSAL;
    }
    valid.add(token);
    return FakeAnswer.of(
        200,
        FakeJson.write(
            Map.of("access_token", token, "expires_in", LIFETIME_S, "token_type", "Bearer")));
  }

  /**
   * @param jwt {@code header.claims.signature}, by RS256
   */
  private boolean isTrusted(String jwt) {
    PublicKey only = key;
    if (only == null) {
      return true;
    }
    int dot = jwt.lastIndexOf('.');
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(only);
      check.update(jwt.substring(0, dot).getBytes(US_ASCII));
      return check.verify(Base64.getUrlDecoder().decode(jwt.substring(dot + 1)));
    } catch (GeneralSecurityException | RuntimeException malformed) {
      return false;
    }
  }
}

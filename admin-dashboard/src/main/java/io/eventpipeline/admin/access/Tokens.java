package io.eventpipeline.admin.access;

import io.eventpipeline.runtime.config.Secret;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpHeaders;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The programs that may use {@code /admin/api}. A wrong token stops the start. Threads: any. */
@Context
final class Tokens {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final String SCHEME = "Bearer ";

  private final List<Token> all = new ArrayList<>();

  private record Token(String name, String sha256, Role role) {}

  @Inject
  Tokens(List<TokenSettings> configured) {
    for (TokenSettings one : configured) {
      if (!one.isEmpty()) {
        all.add(read(one));
      }
    }
  }

  private static Token read(TokenSettings one) {
    String prefix = "admin.tokens." + one.name();
    Secret sha256 = one.sha256();
    if (sha256 == null || !SHA256.matcher(sha256.value().strip()).matches()) {
      throw new IllegalStateException(
          prefix + ".sha256 must be the SHA-256 of the token, 64 hexadecimal digits");
    }
    Role role = one.role() == null ? null : Role.of(one.role());
    if (role == null) {
      throw new IllegalStateException(prefix + ".role must be viewer or operator");
    }
    return new Token(one.name(), sha256.value().strip().toLowerCase(Locale.ROOT), role);
  }

  /** The program whose token a request sends as {@code Authorization: Bearer}; null if none. */
  @Nullable Person find(HttpHeaders headers, String ip) {
    String sent = headers.get(HttpHeaders.AUTHORIZATION);
    if (sent == null || !sent.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String hash = SecretText.hash(sent.substring(SCHEME.length()).strip());
    Person found = null;
    for (Token token : all) {
      if (SecretText.equal(token.sha256(), hash)) {
        found = new Person("token:" + token.name(), token.role(), ip, "", null);
      }
    }
    return found;
  }
}

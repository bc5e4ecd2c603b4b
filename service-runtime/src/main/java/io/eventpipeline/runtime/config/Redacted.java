package io.eventpipeline.runtime.config;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides secrets in text that people see: {@code ***} replaces what is or may be one. A malformed
 * setting may have its secret in the wrong place, so it shows very little of those.
 */
public final class Redacted {
  private static final String HIDDEN = "***";
  private static final String SCHEME = "[A-Za-z][A-Za-z0-9+.-]{0,30}://";
  private static final String HOST =
      "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?(?![^,/?#])";

  private static final Pattern URI =
      Pattern.compile(
          "(?<scheme>%s)(?<user>[^/?#]*@)?(?<place>%s(?:,%s)*(?:/[0-9]*)?)(?<query>\\?[^@#]*)?(?<fragment>#[^@]*)?"
              .formatted(SCHEME, HOST, HOST));

  private static final Pattern USER_OF_URI =
      Pattern.compile("(" + SCHEME + ")(?:(?!" + SCHEME + ").)*@");
  private static final Pattern REDIS_URI =
      Pattern.compile("redis[A-Za-z0-9+.-]*://[^\\s'\"<>]*[^\\s'\"<>,.;:)\\]]");
  private static final Pattern USER_WITHOUT_SCHEME = Pattern.compile("[^\\s:/@'\"]*:[^\\s/]+@");

  /** A name that suggests a secret, and the rest of its line. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)([\\w.-]*(?:passw|passphrase|secret|token|credential|headers|jaas\\.config|api[._-]?key)[\\w.-]*"
              + "['\"]?\\s*[=:]\\s*)\\S.*");

  /** Kafka quotes the word that it could not parse, which may be part of a password. */
  private static final Pattern JAAS = Pattern.compile("(?s)'.*'(?=.*JAAS)");

  /** Redis quotes the arguments of an unknown command, which may be AUTH. */
  private static final Pattern ARGUMENTS = Pattern.compile("(with args beginning with:).*");

  private Redacted() {}

  /** The scheme and hosts of a URI, or only {@code ***} if these are unclear. */
  static String uri(String uri) {
    Matcher parts = URI.matcher(uri);
    if (!parts.matches()) {
      return HIDDEN;
    }
    return parts.group("scheme")
        + (parts.group("user") == null ? "" : HIDDEN + "@")
        + parts.group("place")
        + (parts.group("query") == null ? "" : "?" + HIDDEN)
        + (parts.group("fragment") == null ? "" : "#" + HIDDEN);
  }

  /** A text that may quote settings, such as the message of a foreign exception. */
  public static String text(String text) {
    String shown = USER_OF_URI.matcher(text).replaceAll("$1" + HIDDEN + "@");
    shown = REDIS_URI.matcher(shown).replaceAll(Redacted::redisUri);
    shown = USER_WITHOUT_SCHEME.matcher(shown).replaceAll(HIDDEN + "@");
    shown = NAMED.matcher(shown).replaceAll("$1" + HIDDEN);
    shown = JAAS.matcher(shown).replaceAll("'" + HIDDEN + "'");
    return ARGUMENTS.matcher(shown).replaceAll("$1 " + HIDDEN);
  }

  private static String redisUri(MatchResult found) {
    return Matcher.quoteReplacement(uri(found.group()));
  }
}

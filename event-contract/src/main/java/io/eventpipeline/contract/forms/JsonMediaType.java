package io.eventpipeline.contract.forms;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Recognises media types of JSON that we can read. JSON is UTF-8 and has no parameter {@code
 * charset} (RFC 8259), so a charset matters only if it names an encoding that is not part of UTF-8.
 * Other parameters do not matter.
 */
public final class JsonMediaType {
  /** Looks like ASCII but is not part of UTF-8; Java does not know it. */
  private static final String UTF_7 = "utf-7";

  private JsonMediaType() {}

  /** Whether {@code mediaType} is any kind of JSON, in UTF-8. */
  public static boolean isJson(String mediaType) {
    String name = name(mediaType);
    return (name.endsWith("/json") || name.endsWith("+json")) && isUtf8(mediaType);
  }

  /**
   * Whether {@code mediaType} is the type {@code name}, in UTF-8.
   *
   * @param name in lower case, without parameters
   */
  public static boolean isNamed(String name, String mediaType) {
    return name(mediaType).equals(name) && isUtf8(mediaType);
  }

  /** The type without its parameters, in lower case. */
  private static String name(String mediaType) {
    int end = mediaType.indexOf(';');
    String name = end < 0 ? mediaType : mediaType.substring(0, end);
    return name.strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isUtf8(String mediaType) {
    int from = mediaType.indexOf(';');
    while (from >= 0 && from < mediaType.length()) {
      int to = endOfParameter(mediaType, from + 1);
      if (namesOtherEncoding(mediaType.substring(from + 1, to))) {
        return false;
      }
      from = to;
    }
    return true;
  }

  /** The next semicolon outside of quotes, or the end. */
  private static int endOfParameter(String text, int from) {
    boolean quoted = false;
    int i = from;
    while (i < text.length() && (quoted || text.charAt(i) != ';')) {
      if (text.charAt(i) == '"') {
        quoted = !quoted;
      } else if (quoted && text.charAt(i) == '\\') {
        i++;
      }
      i++;
    }
    return Math.min(i, text.length());
  }

  private static boolean namesOtherEncoding(String parameter) {
    int equals = parameter.indexOf('=');
    if (equals < 0 || !parameter.substring(0, equals).strip().equalsIgnoreCase("charset")) {
      return false;
    }
    String name = parameter.substring(equals + 1).replaceAll("[\"\\\\]", "").strip();
    try {
      return name.equalsIgnoreCase(UTF_7) || !isPartOfUtf8(Charset.forName(name));
    } catch (IllegalArgumentException namesNone) {
      return false;
    }
  }

  private static boolean isPartOfUtf8(Charset charset) {
    return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
  }
}

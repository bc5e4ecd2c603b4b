package io.eventpipeline.admin.mask;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks pairs of a name and a value in text of any kind, such as {@code "name":"value"}, {@code
 * name=value} or JSON inside of JSON. It may hide too much, for example the rest of a text whose
 * quotes do not match. One text, one thread.
 */
final class LooseMask {
  private static final String ENDS_BARE = ",;&)]}\"'<>";

  /** A string (group 1), or anything else without quotes; group 2 says that it is a name. */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|[^\\s,\"{}\\[\\]:=]++)(\\s*[:=])?");

  private final String text;
  private final Matcher pairs;
  private final StringBuilder masked = new StringBuilder();
  private final Set<String> values = new LinkedHashSet<>();

  private LooseMask(MaskedNames names, String text) {
    this.text = text;
    pairs = names.pair().matcher(text);
  }

  static Found mask(MaskedNames names, String text) {
    LooseMask mask = new LooseMask(names, text);
    int copied = 0;
    while (mask.pairs.find(copied)) {
      int value = mask.pairs.end();
      mask.masked.append(text, copied, value);
      copied = mask.hide(value);
    }
    mask.masked.append(text, copied, text.length());
    return new Found(mask.masked.toString(), mask.values);
  }

  /** Writes the mask for the value that begins here, and returns where it ends. */
  private int hide(int from) {
    int quote = skipBackslashes(from);
    if (isQuote(quote)) {
      int end = endOfString(quote, quote - from);
      int close = Math.max(quote + 1, end - (quote - from) - 1);
      boolean closed = end <= text.length() && isQuote(end - 1) && end > quote + 1;
      values.add(text.substring(quote + 1, closed ? close : text.length()));
      masked.append(text, from, quote + 1).append(Masking.MASK);
      if (closed) {
        masked.append(text, close, end);
      }
      return Math.min(end, text.length());
    }
    int end = isBracket(from, "{[") ? endOfBrackets(from) : endOfBare(from);
    if (end > from) {
      noteParts(text.substring(from, end));
      String around = pairs.group(1) == null ? "" : pairs.group(1);
      masked.append(around).append(Masking.MASK).append(around);
    }
    return end;
  }

  /** Every value in an object or array that may be cut off; of a single value itself. */
  private void noteParts(String value) {
    Matcher parts = PARTS.matcher(value);
    while (parts.find()) {
      if (parts.group(2) == null) {
        values.add(parts.group(1) == null ? parts.group() : parts.group(1));
      }
    }
  }

  private int skipBackslashes(int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == '\\') {
      at++;
    }
    return at;
  }

  private boolean isQuote(int at) {
    return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
  }

  private boolean isBracket(int at, String brackets) {
    return at < text.length() && brackets.indexOf(text.charAt(at)) >= 0;
  }

  /**
   * After the closing quote. In JSON that stands in JSON, each level doubles the backslashes.
   *
   * @param quote the opening one
   * @param level backslashes before it
   */
  private int endOfString(int quote, int level) {
    int backslashes = 0;
    for (int at = quote + 1; at < text.length(); at++) {
      if (text.charAt(at) == text.charAt(quote) && backslashes % (2 * level + 2) == level) {
        return at + 1;
      }
      backslashes = text.charAt(at) == '\\' ? backslashes + 1 : 0;
    }
    return text.length() + 1;
  }

  private int endOfBrackets(int from) {
    int depth = 0;
    int at = from;
    while (at < text.length()) {
      int quote = skipBackslashes(at);
      if (isQuote(quote)) {
        at = endOfString(quote, quote - at);
        continue;
      }
      at = quote;
      depth += isBracket(at, "{[") ? 1 : isBracket(at, "}]") ? -1 : 0;
      at++;
      if (depth == 0) {
        return at;
      }
    }
    return text.length();
  }

  private int endOfBare(int from) {
    int at = from;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && ENDS_BARE.indexOf(text.charAt(at)) < 0) {
      int next = skipBackslashes(at);
      if (isQuote(next)) {
        return at;
      }
      at = Math.max(next, at + 1);
    }
    return at;
  }
}

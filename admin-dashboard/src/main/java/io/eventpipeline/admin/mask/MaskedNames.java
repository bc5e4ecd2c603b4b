package io.eventpipeline.admin.mask;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names of masked fields. Case does not count, nor do {@code _} and {@code -}: {@code
 * card_number} means {@code cardNumber} too.
 */
final class MaskedNames {
  private static final String IGNORED = "[_-]*";
  private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private final Pattern name;
  private final Pattern pair;

  /**
   * @param names at least one
   */
  MaskedNames(List<String> names) {
    String any =
        names.stream().map(MaskedNames::anySpelling).collect(Collectors.joining("|", "(?:", ")"));
    name = Pattern.compile(any, ANY_CASE);
    pair =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}_-])" + any + "(\\\\*[\"'])?\\s*(?:=>|[:=])\\s*", ANY_CASE);
  }

  private static String anySpelling(String name) {
    return name.codePoints()
        .filter(c -> c != '_' && c != '-')
        .mapToObj(c -> Pattern.quote(Character.toString(c)))
        .collect(Collectors.joining(IGNORED, IGNORED, IGNORED));
  }

  /** Whether a field of this name is masked. */
  boolean has(String field) {
    return name.matcher(field).matches();
  }

  /** Matches such a name in free text, up to its value. Group 1 is the quote after the name. */
  Pattern pair() {
    return pair;
  }
}

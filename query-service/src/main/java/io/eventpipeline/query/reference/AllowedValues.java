package io.eventpipeline.query.reference;

import io.micronaut.context.env.Environment;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values that an attribute may have: {@code reference.allowed.PLAN=free,pro}. Attributes that
 * are not listed may have any. Names are compared without case, {@code _}, {@code -} and dots,
 * because a variable's name cannot tell them apart.
 */
@Singleton
final class AllowedValues {
  private static final String PREFIX = "reference.allowed";

  private final Map<String, List<String>> byAttribute = new HashMap<>();

  @Inject
  AllowedValues(Environment settings) {
    this(settings.getProperties(PREFIX));
  }

  /**
   * @param settings a list with commas for each attribute
   * @throws IllegalStateException with the property's name, if a list is empty
   */
  AllowedValues(Map<String, Object> settings) {
    settings.forEach(
        (name, list) -> {
          List<String> values =
              Arrays.stream(text(list).split(",", -1)).map(String::strip).toList();
          if (values.contains("")) {
            throw new IllegalStateException(
                PREFIX + "." + name + " must be values separated by commas: " + text(list));
          }
          byAttribute.put(plain(name), values);
        });
  }

  /** What the attribute must be; null if it may have the value. */
  @Nullable String refusal(String attribute, String value) {
    List<String> allowed = byAttribute.isEmpty() ? null : byAttribute.get(plain(attribute));
    return allowed == null || allowed.contains(value)
        ? null
        : "must be one of " + String.join(", ", allowed);
  }

  private static String text(Object list) {
    return list instanceof List<?> values
        ? values.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(list);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
  }
}

package io.eventpipeline.runtime.start;

import io.eventpipeline.runtime.config.Redacted;
import io.eventpipeline.runtime.config.Secret;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.core.value.PropertyResolver;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A setting that breaks a constraint of its record. It is read from the framework's message,
 * because the exception has neither the property nor its value.
 *
 * @param type the settings record
 * @param component of the record; null for a rule about several settings
 * @param rule the demand of the constraint
 */
record Violation(Class<?> type, @Nullable String component, String rule) {
  private static final Pattern BEAN =
      Pattern.compile("Validation failed for bean definition \\[([\\w.$]+)]");
  private static final Pattern LINE = Pattern.compile("(?m)^\\s*(?:\\S*?\\.(\\w+))? ?- (.+)$");

  /** The first violation in a message; null if there is none. */
  static @Nullable Violation in(String message) {
    Matcher bean = BEAN.matcher(message);
    Matcher line = LINE.matcher(message);
    if (!bean.find() || !line.find(bean.end())) {
      return null;
    }
    try {
      Class<?> type =
          Class.forName(bean.group(1), false, Thread.currentThread().getContextClassLoader());
      return new Violation(type, line.group(1), line.group(2).strip());
    } catch (ClassNotFoundException notOurs) {
      return null;
    }
  }

  String line(@Nullable PropertyResolver settings) {
    if (component == null) {
      return Redacted.text(rule);
    }
    String name = property(component);
    String value = settings == null || isSecret(component) ? null : value(settings, name);
    return value == null ? name + " " + rule : name + " " + rule + ": " + value;
  }

  private String property(String of) {
    ConfigurationProperties prefix = type.getAnnotation(ConfigurationProperties.class);
    String kebab = NameUtils.hyphenate(of);
    return prefix == null ? kebab : prefix.value() + "." + kebab;
  }

  private boolean isSecret(String of) {
    RecordComponent[] components = type.getRecordComponents();
    return components != null
        && Arrays.stream(components)
            .anyMatch(each -> each.getName().equals(of) && each.getType() == Secret.class);
  }

  private static @Nullable String value(PropertyResolver settings, String name) {
    return settings.getProperty(name, String.class).map(Redacted::text).orElse(null);
  }
}

package io.eventpipeline.consumer.outbox;

import io.micronaut.context.env.Environment;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.core.type.Argument;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code outbox.rules} from a list in a file, from properties such as {@code
 * outbox.rules[0].type}, and from variables such as {@code OUTBOX_RULES_0_TYPE}. The framework
 * binds no list of records to variables.
 */
@Singleton
final class RuleReader {
  private static final String OUTBOX = "outbox";
  private static final String RULES = OUTBOX + ".rules";
  private static final Pattern NUMBERED = Pattern.compile("(\\d+)\\.([^-]+)");

  /** How the framework reads the variable {@code OUTBOX_RULES_0_TYPE} of the process. */
  private static final Pattern VARIABLE = Pattern.compile("rules\\[(\\d+)]([a-z][^-]*)");

  private static final Set<String> FIELDS =
      Set.of("type", "channel", "title", "body", "data", "topic", "expires");

  private final Environment environment;

  RuleReader(Environment environment) {
    this.environment = environment;
  }

  /**
   * All rules, in their order.
   *
   * @throws ConfigurationException naming the property that is wrong
   */
  List<EmissionRule> read() {
    Map<Integer, Map<String, Object>> all = new TreeMap<>();
    // From variables, the framework makes a list of nulls.
    List<?> listed =
        environment.getProperty(RULES, Argument.listOf(Argument.OBJECT_ARGUMENT)).orElse(List.of());
    for (int i = 0; i < listed.size(); i++) {
      if (listed.get(i) instanceof Map<?, ?> rule) {
        Map<String, Object> fields = all.computeIfAbsent(i, first -> new LinkedHashMap<>());
        rule.forEach((name, value) -> fields.put(String.valueOf(name), value));
      }
    }
    addNumbered(environment.getProperties(RULES), NUMBERED, all);
    addNumbered(environment.getProperties(OUTBOX), VARIABLE, all);
    List<EmissionRule> rules = new ArrayList<>();
    all.forEach((number, fields) -> rules.add(rule(number, fields)));
    return rules;
  }

  private static void addNumbered(
      Map<String, Object> properties, Pattern form, Map<Integer, Map<String, Object>> all) {
    properties.forEach(
        (name, value) -> {
          Matcher numbered = form.matcher(name);
          if (numbered.matches()) {
            all.computeIfAbsent(Integer.valueOf(numbered.group(1)), first -> new LinkedHashMap<>())
                .put(numbered.group(2), value);
          }
        });
  }

  private static EmissionRule rule(int number, Map<String, Object> fields) {
    String at = RULES + "[" + number + "].";
    for (String name : fields.keySet()) {
      if (!FIELDS.contains(name) && !name.startsWith("data.")) {
        throw new ConfigurationException(at + name + " is unknown; a rule has " + sorted());
      }
    }
    String channel = text(fields, "channel");
    if (channel != null && !channel.equals(OutboxSettings.PUSH)) {
      throw new ConfigurationException(at + "channel must be push: " + channel);
    }
    return new EmissionRule(
        required(at, fields, "type"),
        template(at + "title", required(at, fields, "title")),
        optional(at + "body", text(fields, "body")),
        data(at, fields),
        text(fields, "topic"),
        expires(at, text(fields, "expires")));
  }

  private static String sorted() {
    return String.join(", ", FIELDS.stream().sorted().toList());
  }

  private static @Nullable String text(Map<String, Object> fields, String name) {
    Object value = fields.get(name);
    return value == null || value.toString().isBlank() ? null : value.toString();
  }

  private static String required(String at, Map<String, Object> fields, String name) {
    String text = text(fields, name);
    if (text == null) {
      throw new ConfigurationException(at + name + " is required");
    }
    return text;
  }

  private static TextTemplate template(String property, String text) {
    try {
      return TextTemplate.of(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(property + " " + e.getMessage() + ": " + text);
    }
  }

  private static @Nullable TextTemplate optional(String property, @Nullable String text) {
    return text == null ? null : template(property, text);
  }

  private static Map<String, TextTemplate> data(String at, Map<String, Object> fields) {
    Map<String, TextTemplate> data = new LinkedHashMap<>();
    if (fields.get("data") instanceof Map<?, ?> nested) {
      nested.forEach(
          (name, text) ->
              data.put(String.valueOf(name), template(at + "data." + name, String.valueOf(text))));
    }
    fields.forEach(
        (name, text) -> {
          if (name.startsWith("data.")) {
            data.put(name.substring(5), template(at + name, String.valueOf(text)));
          }
        });
    return data;
  }

  private static @Nullable Duration expires(String at, @Nullable String text) {
    if (text == null) {
      return null;
    }
    return ConversionService.SHARED
        .convert(text, Duration.class)
        .filter(wait -> !wait.isNegative() && !wait.isZero())
        .orElseThrow(
            () ->
                new ConfigurationException(
                    at + "expires must be a duration above 0 such as 10m: " + text));
  }
}

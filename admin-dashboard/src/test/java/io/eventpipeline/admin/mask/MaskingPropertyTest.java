package io.eventpipeline.admin.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** No value of a masked field is in any view, whatever payload, error and place it comes from. */
class MaskingPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> MASKED = List.of("password", "Pass-Word", "iban", "IBAN");
  private static final List<String> OPEN = List.of("a", "passwords", "note", "ü", "n\"q", "ib");
  private static final List<String> ODD = List.of("", "\"", "\\", "'", "é", "{", "]}", " ", ",", "\n");

  private final Masking masking = new Masking(List.of("password", "iban"));

  /** Values of masked fields, and parts of them. */
  private final List<String> secrets = new ArrayList<>();

  private final List<String> parts = new ArrayList<>();
  private int next;

  @Property(tries = 3_000)
  void no_masked_value_survives(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    secrets.clear();
    parts.clear();
    next = 100_000 + random.nextInt(100_000);
    Map<String, Object> payload = object(random, 0, false);
    String record = JSON.writeValueAsString(Map.of("id", "e-1", "payload", payload));
    assertHidden(masking.json(record));
    assertHidden(masking.json(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(payload)));
    assertHidden(masking.text("cannot handle " + payload, record));
    assertHidden(masking.text("cannot handle " + record, record));
    assertHidden(masking.text(JSON.writeValueAsString(Map.of("error", record)), record));
    int cut = random.nextInt(record.length());
    assertHidden(masking.json(record.substring(0, cut)));
    for (String secret : secrets) {
      String error = "wrong value " + secret + " in\n\tat x.Y(Z.java:1)";
      assertHidden(masking.text(error, record));
      assertThat(masking.text(error, record)).contains("wrong value", "at x.Y(Z.java:1)");
    }
  }

  private Map<String, Object> object(Random random, int depth, boolean secret) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(4) + (depth == 0 ? 1 : 0); i > 0; i--) {
      boolean masked = random.nextInt(3) == 0;
      List<String> names = masked ? MASKED : OPEN;
      String name = names.get(random.nextInt(names.size()));
      if (!object.containsKey(name)) {
        object.put(name, value(random, depth + 1, secret || masked));
      }
    }
    return object;
  }

  private Object value(Random random, int depth, boolean secret) {
    return switch (random.nextInt(depth > 4 ? 3 : 6)) {
      case 0 -> scalar(random, secret);
      case 1 -> random.nextBoolean();
      case 2 -> secret ? number() : 7;
      case 3 -> object(random, depth, secret);
      case 4 -> List.of(value(random, depth + 1, secret), value(random, depth + 1, secret));
      default -> scalar(random, secret);
    };
  }

  private String scalar(Random random, boolean secret) {
    if (!secret) {
      return "open";
    }
    String text = "s" + part() + ODD.get(random.nextInt(ODD.size())) + part();
    secrets.add(text);
    return text;
  }

  private long number() {
    long number = part();
    secrets.add(Long.toString(number));
    return number;
  }

  private long part() {
    parts.add(Integer.toString(next));
    return next++;
  }

  private void assertHidden(String view) {
    assertThat(parts).as(view).noneMatch(view::contains);
  }
}

package io.eventpipeline.admin.mask;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hides the values of masked fields in all that people see: payloads, errors, stack traces, audit.
 * Names count in any case and on any level; an object or array is hidden as a whole. Without masked
 * fields every text stays as it is. Threads: any.
 */
@Singleton
public final class Masking {
  /** Stands in the place of a hidden value. */
  public static final String MASK = "***masked***";

  private final @Nullable MaskedNames names;

  @Inject
  public Masking(MaskSettings settings) {
    this(settings.names());
  }

  /**
   * @param fields names; none = nothing is hidden
   */
  public Masking(List<String> fields) {
    names = fields.isEmpty() ? null : new MaskedNames(fields);
  }

  /** Whether there are masked fields. */
  public boolean isOn() {
    return names != null;
  }

  /** A payload or a record. A text that is not JSON is treated as {@link #text(String)} does. */
  public String json(String text) {
    return names == null ? text : find(names, text).text();
  }

  /** Free text: pairs such as {@code "name":"value"} and {@code name=value} lose the value. */
  public String text(String text) {
    return names == null ? text : LooseMask.mask(names, text).text();
  }

  /**
   * As {@link #text(String)}. What the masked fields of a record hold is hidden as well, wherever
   * the text quotes it.
   *
   * @param record JSON, or any other text
   */
  public String text(String text, String record) {
    if (names == null || text.isEmpty()) {
      return text;
    }
    String hidden = new SeenValues(find(names, record).values()).hide(text);
    return LooseMask.mask(names, hidden).text();
  }

  /** Whether something in the payload or record is hidden. */
  public boolean hides(String text) {
    return names != null && !json(text).equals(text);
  }

  /** Whether a text was copied from a view that hid something. Such a text must not be stored. */
  public boolean holdsMask(String text) {
    return text.contains(MASK);
  }

  private static Found find(MaskedNames names, String text) {
    Found strict = JsonMask.mask(names, text);
    Found loose = LooseMask.mask(names, strict == null ? text : strict.text());
    if (strict == null) {
      return loose;
    }
    Set<String> values = new LinkedHashSet<>(strict.values());
    values.addAll(loose.values());
    values.remove(MASK);
    return new Found(loose.text(), values);
  }
}

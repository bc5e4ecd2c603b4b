package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.page.UtcTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter as the page shows it.
 *
 * @param state what is known of it
 * @param text null if there is no entry, or nobody knows
 * @param revealed true if nothing is hidden
 * @param edit what stands in the editor
 * @param message what became of an action; empty if there was none
 */
public record EntryModel(
    EntryState state, @Nullable EntryText text, boolean revealed, Edit edit, String message) {
  /**
   * The editor.
   *
   * @param text what the operator wrote, or the payload
   * @param pointer JSON pointer to what is wrong; {@code ""} for the whole text
   * @param detail what it must be; empty if nothing is wrong
   */
  public record Edit(String text, String pointer, String detail) {
    static final Edit NONE = new Edit("", "", "");
  }

  /**
   * What is known of a dead letter, without any text of its sender.
   *
   * @param known false while Redis is away
   * @param fields the entry's; empty if there is none
   * @param event the fields of {@code event:{id}}; empty if there are none
   * @param staleSeconds the age from which a replay that led to nothing may be replaced
   * @param now unix milliseconds
   */
  public record EntryState(
      String id,
      boolean known,
      Map<String, String> fields,
      Map<String, String> event,
      long staleSeconds,
      long now) {
    public EntryState {
      fields = Map.copyOf(fields);
      event = Map.copyOf(event);
    }

    /** Whether it is a dead letter now. */
    public boolean isThere() {
      return fields.containsKey("eventId");
    }

    public boolean isPoison() {
      return DeadLetter.isPoison(id);
    }

    /** A field of the entry; empty if it is absent. */
    public String field(String name) {
      return fields.getOrDefault(name, "");
    }

    /** What else is known of the entry, by what people call it. */
    public Map<String, String> facts() {
      Map<String, String> facts = new LinkedHashMap<>();
      add(facts, "User", field("userId"));
      add(facts, "Type", field("type"));
      add(facts, "Seq", field("seq"));
      add(facts, "Class", field("errorClass"));
      add(facts, "Topic, partition, offset", place());
      add(facts, "First record (UTC)", firstRecord());
      return facts;
    }

    private String place() {
      return isThere() ? field("topic") + ", " + field("partition") + ", " + field("offset") : "";
    }

    private String firstRecord() {
      String time = field("recordTimestamp");
      return time.isEmpty() ? "" : UtcTime.text(time);
    }

    private static void add(Map<String, String> facts, String name, String value) {
      if (!value.isEmpty()) {
        facts.put(name, value);
      }
    }

    /** How its event ended; empty if it is not final, or Redis has forgotten it. */
    public String status() {
      return event.getOrDefault("status", "");
    }
  }
}

package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.deadletter.PastFailure;
import io.eventpipeline.admin.mask.Masking;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * All texts of a dead letter that may quote what its sender sent.
 *
 * @param payload of the event; the whole record if that holds none
 * @param original payload of the first record, if another one replaced it; else empty
 * @param hides true if values are hidden
 */
public record EntryText(
    String payload,
    String error,
    String stackTrace,
    List<PastFailure> history,
    String original,
    boolean hides) {
  /** Longest text that a page shows, in characters. */
  private static final int MOST_SHOWN = 64 << 10;

  /** Longest text that can be edited in the page, in characters: that of any event. */
  private static final int MOST_EDITED = 1 << 20;

  private static final int MOST_BRIEF = 160;

  public EntryText {
    history = List.copyOf(history);
  }

  /** As everybody may see it. */
  static EntryText masked(DeadLetter letter, Masking masking) {
    EntryText all = revealed(letter);
    List<PastFailure> history =
        all.history().stream()
            .map(past -> past.withError(hide(masking, past.error(), letter)))
            .toList();
    return new EntryText(
        masking.json(all.payload()),
        hide(masking, all.error(), letter),
        hide(masking, all.stackTrace(), letter),
        history,
        masking.json(all.original()),
        masking.hides(all.payload()) || masking.hides(all.original()));
  }

  /** As it is. */
  static EntryText revealed(DeadLetter letter) {
    String original = originalRecord(letter);
    return new EntryText(
        payload(letter.recordText(), letter.timestamp()),
        letter.error(),
        letter.field("stackTrace"),
        PastFailure.parse(letter.field("history")),
        original.isEmpty() ? "" : payload(original, letter.timestamp()),
        false);
  }

  /** What masked fields hold in either record. */
  private static String hide(Masking masking, String text, DeadLetter letter) {
    String original = originalRecord(letter);
    String hidden = masking.text(text, letter.recordText());
    return original.isEmpty() ? hidden : masking.text(hidden, original);
  }

  private static String originalRecord(DeadLetter letter) {
    String text = letter.field("original");
    return "base64".equals(letter.field("originalEncoding"))
        ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
        : text;
  }

  private static String payload(String record, long timestamp) {
    return EventReader.event(record.getBytes(StandardCharsets.UTF_8), timestamp)
            instanceof Parsed.Valid<Event>(Event event)
        ? event.payload().toString()
        : record;
  }

  /** Whether the payload can be edited in the page. */
  public boolean isEditable() {
    return payload.length() <= MOST_EDITED;
  }

  /** The beginning of a text, for a list. */
  public static String brief(String text) {
    return text.length() <= MOST_BRIEF ? text : text.substring(0, MOST_BRIEF) + "…";
  }

  /** A text as the page shows it: what is too long is cut. */
  public static String shown(String text) {
    return text.length() <= MOST_SHOWN
        ? text
        : text.substring(0, MOST_SHOWN) + "… (" + text.length() + " characters)";
  }
}

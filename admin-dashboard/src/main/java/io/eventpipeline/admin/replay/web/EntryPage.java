package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.mask.Masking;
import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.replay.Finals;
import io.eventpipeline.admin.replay.ReplaySettings;
import io.eventpipeline.admin.replay.web.EntryModel.Edit;
import io.eventpipeline.admin.replay.web.EntryModel.EntryState;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the page of one dead letter. Threads: any; they wait for Redis. */
@Singleton
final class EntryPage implements LiveView {
  private static final List<String> TEXTS =
      List.of("payload", "error", "stackTrace", "history", "original");

  private final DeadLetters letters;
  private final Finals finals;
  private final Masking masking;
  private final Pages pages;
  private final long staleSeconds;

  EntryPage(
      DeadLetters letters, Finals finals, Masking masking, Pages pages, ReplaySettings settings) {
    this.letters = letters;
    this.finals = finals;
    this.masking = masking;
    this.pages = pages;
    this.staleSeconds = settings.staleAfter().toSeconds();
  }

  /** The page as everybody may see it. */
  EntryModel masked(String id, String message) {
    DeadLetter letter = find(id);
    EntryText text = letter == null ? null : EntryText.masked(letter, masking);
    String editable = text == null || text.hides() || !text.isEditable() ? "" : text.payload();
    String shown = letter == null ? message : masking.text(message, letter.recordText());
    return new EntryModel(state(id, letter), text, false, new Edit(editable, "", ""), shown);
  }

  /** The page with nothing hidden. The caller has noted in the audit who sees it. */
  EntryModel revealed(String id) {
    DeadLetter letter = find(id);
    EntryText text = letter == null ? null : EntryText.revealed(letter);
    String editable = text == null || !text.isEditable() ? "" : text.payload();
    return new EntryModel(state(id, letter), text, true, new Edit(editable, "", ""), "");
  }

  /** The page after an edit that was refused: what the operator wrote stays. */
  EntryModel refused(String id, Edit edit, String message) {
    EntryModel page = masked(id, message);
    return new EntryModel(page.state(), page.text(), false, edit, page.message());
  }

  private @Nullable DeadLetter find(String id) {
    try {
      return letters.find(id);
    } catch (RedisException away) {
      return null;
    }
  }

  private EntryState state(String id, @Nullable DeadLetter letter) {
    Map<String, String> fields = new HashMap<>(letter == null ? Map.of() : letter.fields());
    fields.keySet().removeAll(TEXTS);
    long now = SystemTime.unixMillis();
    try {
      Map<String, String> event = new HashMap<>(finals.of(id));
      event.remove("error");
      return new EntryState(id, true, fields, event, staleSeconds, now);
    } catch (RedisException away) {
      return new EntryState(id, false, fields, Map.of(), staleSeconds, now);
    }
  }

  @Override
  public String name() {
    return "dead-letter";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    String id = query.get("id");
    EntryState state = state(id, find(id));
    return List.of(new LivePart("state", pages.render("deadletter/state", Map.of("state", state))));
  }
}

package io.eventpipeline.admin.deadletter;

import io.eventpipeline.admin.deadletter.DeadLetterPage.Cursor;
import io.eventpipeline.admin.mask.Masking;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the queue page by page from its end, where the newest ones stand. A page goes on after the
 * last id of the one before, because places shift while entries come and go. Threads: any; callers
 * wait.
 */
@Singleton
public final class DeadLetterList {
  /** Entries that one read asks for while a filter is set. */
  private static final int CHUNK = 500;

  /** Longest search for the entries of one page. */
  private static final Duration BUDGET = Duration.ofMillis(500);

  private static final DeadLetterFilter ALL =
      new DeadLetterFilter(null, null, null, null, null, 0);

  private final DeadLetters letters;
  private final Masking masking;

  public DeadLetterList(DeadLetters letters, Masking masking) {
    this.letters = letters;
    this.masking = masking;
  }

  /**
   * The next entries that fit. May find fewer, and none, although more follow: then the caller goes
   * on at {@link DeadLetterPage#next}.
   *
   * @param after null begins with the newest
   * @param count most entries
   */
  public DeadLetterPage page(DeadLetterFilter filter, @Nullable Cursor after, int count) {
    long all = letters.size();
    long end = after == null ? all : end(after, all);
    long begin = end;
    int chunk = filter.equals(ALL) ? count : CHUNK;
    long until = SystemTime.nanos() + BUDGET.toNanos();
    List<String> found = new ArrayList<>();
    Cursor last = after;
    while (end > 0 && found.size() < count && SystemTime.nanos() - until < 0) {
      long from = Math.max(0, end - chunk);
      List<String> ids = letters.list(from, (int) (end - from));
      List<Map<String, String>> entries = letters.filtered(ids);
      end = from;
      for (int i = ids.size() - 1; i >= 0; i--) {
        if (entries.get(i).containsKey("queuedAt") && filter.matches(entries.get(i))) {
          found.add(ids.get(i));
        }
        last = new Cursor(ids.get(i), from + i);
        if (found.size() == count) {
          end = from + i;
          break;
        }
      }
    }
    return new DeadLetterPage(rows(found), end > 0 ? last : null, begin - end, all);
  }

  /** What masked fields hold is in the records only. These may be long, so one at a time. */
  private List<DeadLetter> rows(List<String> ids) {
    if (!masking.isOn()) {
      return letters.listed(ids, false);
    }
    List<DeadLetter> rows = new ArrayList<>(ids.size());
    for (String id : ids) {
      letters.listed(List.of(id), true).forEach(letter -> rows.add(masked(letter)));
    }
    return rows;
  }

  private DeadLetter masked(DeadLetter letter) {
    Map<String, String> fields = new HashMap<>(letter.fields());
    fields.put("error", masking.text(letter.error(), letter.recordText()));
    fields.keySet().removeAll(List.of("payload", "encoding"));
    return new DeadLetter(letter.id(), fields);
  }

  /** Before which place a page ends. */
  private long end(Cursor after, long all) {
    Long place = letters.place(after.id());
    if (place != null) {
      return place;
    }
    return after.near() < 0 ? all : Math.min(all, after.near());
  }
}

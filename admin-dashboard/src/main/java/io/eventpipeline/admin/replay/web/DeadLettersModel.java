package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.deadletter.DeadLetterCounts;
import io.eventpipeline.admin.deadletter.DeadLetterPage;
import io.eventpipeline.admin.page.Links;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The list of dead letters as the page shows it.
 *
 * @param counts null while nobody knows
 * @param page null while Redis is away
 * @param rate of jobs, unless the operator says otherwise; events a second
 * @param now unix milliseconds
 */
public record DeadLettersModel(
    FilterForm filter,
    DeadLetterCounts.@Nullable Counts counts,
    @Nullable DeadLetterPage page,
    int rate,
    long now) {

  /** Where older ones are; empty at the end of the queue. */
  public String olderLink() {
    if (page == null || page.next() == null) {
      return "";
    }
    Map<String, String> all = filter.parameters();
    all.put("after", page.next().toString());
    return Links.with(DeadLettersPage.PATH, all);
  }
}

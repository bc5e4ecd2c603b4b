package io.eventpipeline.admin.skipped.web;

import io.eventpipeline.admin.page.Links;
import io.eventpipeline.admin.skipped.SkippedPage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Skipped events as the page shows them.
 *
 * @param user only this user's; empty = all
 * @param page null while Redis is away
 * @param message what became of an action; empty if there was none
 */
public record SkippedModel(String user, @Nullable SkippedPage page, String message) {
  /** Where older ones are; empty at the end. */
  public String olderLink() {
    if (page == null || page.next().isEmpty()) {
      return "";
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("user", user);
    parameters.put("after", page.next());
    return Links.with(SkippedView.PATH, parameters);
  }
}

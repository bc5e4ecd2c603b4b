package io.eventpipeline.admin.push.web;

import io.eventpipeline.admin.page.Links;
import io.eventpipeline.admin.push.DeadPush;
import io.eventpipeline.admin.push.PushState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Push notifications as the page shows them.
 *
 * @param state null while Redis is away
 * @param dead some dead ones, masked, the newest first
 * @param hasOlder true if there are more
 * @param message what became of an action; empty if there was none
 */
public record PushModel(
    @Nullable PushState state, List<DeadPush> dead, boolean hasOlder, String message) {
  public PushModel {
    dead = List.copyOf(dead);
  }

  /** Where older ones are; empty at the end. */
  public String olderLink() {
    return hasOlder
        ? Links.with(PushPage.PATH, Map.of("after", dead.getLast().entry()))
        : "";
  }
}

package io.eventpipeline.admin.page;

import java.util.List;

/**
 * A page whose parts change by themselves. Asked at most four times a second, and only while
 * somebody looks; all who look at the same view with the same parameters share one answer. A part
 * reaches browsers only when it has changed. An exception is logged, and the browsers keep what they
 * have. Threads: virtual ones, which may wait; never two at once for the same parameters.
 */
public interface LiveView {
  /** The value of {@code view} in {@code /admin/live?view=…}. */
  String name();

  /**
   * The parts as they are now. An element with the attribute {@code data-live="name"} takes the part
   * of that name. A part must hold no CSRF token, because it is shared: the script adds it.
   */
  List<LivePart> parts(LiveQuery query);
}

package io.eventpipeline.admin.page;

import org.jspecify.annotations.Nullable;

/** What Kafka knows for the status strip. Threads: any; it answers at once. */
public interface Backlog {
  /** Events in Kafka that are not final; null if nobody knows now. */
  @Nullable Long waiting();
}

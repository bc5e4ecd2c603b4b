package io.eventpipeline.admin.page;

import org.jspecify.annotations.Nullable;

/** Something that pages need and that may be away. Threads: any; it does not wait. */
public interface Trouble {
  /** A sentence for the banner: what is away, and what that means; null if all is well. */
  @Nullable String now();
}

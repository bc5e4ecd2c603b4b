package io.eventpipeline.admin.deadletter;

/** Hears how far a scan of the dead letters is. */
@FunctionalInterface
public interface ScanProgress {
  /** Nobody listens. */
  ScanProgress NONE = (looked, all, found) -> {};

  /**
   * One more page was read.
   *
   * @param looked entries so far
   * @param all entries of the queue
   * @param found those of the looked at that are meant
   */
  void looked(long looked, long all, long found);
}

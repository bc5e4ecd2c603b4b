package io.eventpipeline.push.outbox;

import java.time.Duration;

/** Takes entries into hand. One thread calls it: the reader. */
public interface EntryTaker {
  /**
   * Waits until entries may be taken.
   *
   * @return how many may be taken now; 0 if none could for {@code longest}
   */
  int awaitRoom(Duration longest) throws InterruptedException;

  /** Starts to work on an entry, and does not wait. There must be room for it. */
  void take(OutboxEntry entry);
}

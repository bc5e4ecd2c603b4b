package io.eventpipeline.admin.replay;

import java.util.Locale;

/** The life of a job. */
public enum JobState {
  /** Its ids are being collected. */
  COUNTING,
  /** Its ids are fixed; nobody has begun to run it. */
  READY,
  /** A runner marks and publishes, or a new one may take over. */
  RUNNING,
  /** Its runner was asked to stop. */
  STOPPING,
  /** It was stopped before its end. */
  STOPPED,
  /** All its ids were looked at. */
  DONE;

  /** As it stands in Redis. */
  static JobState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** As it stands in Redis. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing follows. */
  public boolean isOver() {
    return this == STOPPED || this == DONE;
  }
}

package io.eventpipeline.runtime.observe;

/** The names under which log lines say what they speak of. */
public final class Field {
  public static final String EVENT_ID = "event_id";
  public static final String USER_ID = "user_id";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";

  /** From 1. */
  public static final String ATTEMPT = "attempt";

  /** What came of it. */
  public static final String OUTCOME = "outcome";

  /** How long it took, in milliseconds. */
  public static final String DURATION_MS = "duration_ms";

  /** 32 hexadecimal digits, of the W3C header traceparent. */
  public static final String TRACE_ID = "trace_id";

  private Field() {}
}

package io.eventpipeline.runtime.observe;

/** Names of the fields in log lines. */
public final class Field {
  public static final String EVENT_ID = "event_id";
  public static final String USER_ID = "user_id";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";

  /** From 1. */
  public static final String ATTEMPT = "attempt";

  /** The result. */
  public static final String OUTCOME = "outcome";

  /** Duration in milliseconds. */
  public static final String DURATION_MS = "duration_ms";

  /** 32 hexadecimal digits from the W3C header traceparent. */
  public static final String TRACE_ID = "trace_id";

  private Field() {}
}

package io.eventpipeline.local;

import java.util.List;

/** How the services' JVMs are started on one machine. */
public final class ServiceJvm {
  /** What the compiler needed for a moment goes back to the system each second. */
  public static final List<String> INGEST =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx112m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:TrimNativeHeapInterval=1000");

  /**
   * The two last: a method that is inlined has at most so many bytecodes, or bytes of machine code.
   * With less of that the optimizing compiler takes a third of the time it would, which in the
   * first seconds of a backlog is taken from Redis, and what comes out is as fast.
   */
  public static final List<String> CONSUMER =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx208m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:FreqInlineSize=120",
          "-XX:InlineSmallCode=1000");

  private ServiceJvm() {}
}

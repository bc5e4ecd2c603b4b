package io.eventpipeline.local;

import java.util.List;

/** How the services' JVMs are started on one machine. */
public final class ServiceJvm {
  public static final List<String> INGEST = List.of("-XX:+UseSerialGC", "-Xmx160m");

  /**
   * The two last: a method that is inlined has at most so many bytecodes, or bytes of machine code.
   * With less of that the optimizing compiler takes a third of the time it would, which in the
   * first seconds of a backlog is taken from Redis, and what comes out is as fast.
   */
  public static final List<String> CONSUMER =
      List.of("-XX:+UseSerialGC", "-Xmx208m", "-XX:FreqInlineSize=120", "-XX:InlineSmallCode=1000");

  private ServiceJvm() {}
}

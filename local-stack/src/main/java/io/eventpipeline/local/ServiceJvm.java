package io.eventpipeline.local;

import java.util.List;
import java.util.stream.Stream;

/** How the services' JVMs are started on one machine. */
public final class ServiceJvm {
  /**
   * A method that is inlined has at most so many bytecodes, or bytes of machine code. With less of
   * that the optimizing compiler takes a third less time and memory, which on a small machine is
   * taken from Redis, and what comes out is as fast. What it makes of the profiles in a cache is
   * slower than what it makes of its own, so only the classes are taken from there.
   */
  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:FreqInlineSize=120",
          "-XX:InlineSmallCode=1000",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-AOTReplayTraining");

  /**
   * What the compiler needed for a moment goes back to the system each second. A batch lives until
   * it is acknowledged, which must fit into a survivor space: what is moved on to the old
   * generation is dead by then, and takes a full collection to be rid of.
   */
  public static final List<String> INGEST =
      with("-Xmx100m", "-Xmn60m", "-XX:SurvivorRatio=3", "-XX:TrimNativeHeapInterval=1000");

  public static final List<String> CONSUMER = with("-Xmx208m");

  private ServiceJvm() {}

  private static List<String> with(String... own) {
    return Stream.concat(SMALL.stream(), Stream.of(own)).toList();
  }
}

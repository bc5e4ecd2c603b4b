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

  public static final List<String> CONSUMER = List.of("-XX:+UseSerialGC", "-Xmx256m");

  private ServiceJvm() {}
}

package io.eventpipeline.local;

import java.util.List;

/** How the services' JVMs are started on one machine. */
public final class ServiceJvm {
  public static final List<String> INGEST = List.of("-XX:+UseSerialGC", "-Xmx160m");
  public static final List<String> CONSUMER = List.of("-XX:+UseSerialGC", "-Xmx256m");

  private ServiceJvm() {}
}

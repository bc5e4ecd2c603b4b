package io.eventpipeline.local;

import java.nio.file.Path;

/**
 * The files of a service's JVM options, the same for every way to start the service. They stand in
 * the folder of its module, in the form of Java's argument files.
 */
public final class JvmOptions {
  /** The file that is used unless another is chosen. */
  public static final String STANDARD = "jvm.options";

  /** The file for little load and little memory. */
  public static final String SMALL = "jvm-small.options";

  private JvmOptions() {}

  /** The file {@code name} for the service whose {@code jar} Maven built. */
  static Path of(Path jar, String name) {
    return jar.toAbsolutePath().resolve("../..").resolve(name).normalize();
  }
}

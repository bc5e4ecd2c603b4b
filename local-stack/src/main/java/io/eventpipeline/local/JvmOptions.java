package io.eventpipeline.local;

import java.nio.file.Path;

/** The file of a service's JVM options, the same for every way to start the service. */
final class JvmOptions {
  private JvmOptions() {}

  /**
   * The file for the service whose {@code jar} Maven built: {@code jvm.options} in the folder of
   * its module, in the form of Java's argument files.
   */
  static Path of(Path jar) {
    return jar.toAbsolutePath().resolve("../../jvm.options").normalize();
  }
}

package io.eventpipeline.local;

import java.nio.file.Path;

/** Where the options of a service's JVM are: one file for every way to start the service. */
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

package io.eventpipeline.ingest.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The native library of Lambda's runtime client. Each function would unpack it to the same file in
 * /tmp, which crashes a function that has just loaded it there.
 */
final class RuntimeLibrary {
  private static final String PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
  private static final Path FILE = unpack();

  private RuntimeLibrary() {}

  /** The JVM option that makes a function load it without unpacking. */
  static String option() {
    return "-D" + PROPERTY + "=" + FILE;
  }

  private static Path unpack() {
    String system = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String name = "libaws-lambda-jni.linux-" + system + ".so";
    try (InputStream library = RuntimeLibrary.class.getResourceAsStream("/jni/" + name)) {
      Path file = Files.createTempDirectory(Path.of("target"), "jni").resolve(name);
      Files.copy(Objects.requireNonNull(library, name), file);
      return file.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

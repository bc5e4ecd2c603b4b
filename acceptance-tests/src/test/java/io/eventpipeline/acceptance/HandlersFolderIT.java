package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the consumer logs about the jars in {@code handlers/}. It needs no servers for that. */
class HandlersFolderIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String HANDLER = "io.eventpipeline.testbed.handler.RecordingHandler";
  private static final int JAVA_99 = 99 + 44;

  private @TempDir Path dir;

  @Test
  void a_handler_is_named_with_its_jar_and_its_types() throws Exception {
    ServiceProcess consumer = start(jar("orders.jar", (name, bytes) -> bytes));
    await()
        .atMost(PATIENCE)
        .until(() -> consumer.output().contains("takes") || !consumer.process().isAlive());
    assertThat(consumer.output())
        .contains("handler " + HANDLER + " in orders.jar takes test.error,");
  }

  @Test
  void a_jar_that_was_built_without_the_annotation_processor_stops_the_start() throws Exception {
    Path jar = jar("orders.jar", (name, bytes) -> name.contains("$Definition") ? null : bytes);
    assertRefused(jar, HANDLER + " of orders.jar", "annotation processor");
  }

  @Test
  void a_jar_that_lacks_what_its_handler_needs_stops_the_start() throws Exception {
    Path jar = jar("orders.jar", (name, bytes) -> name.endsWith("/RunFile.class") ? null : bytes);
    assertRefused(jar, "RunFile", "of orders.jar");
  }

  @Test
  void a_jar_for_a_later_java_stops_the_start() throws Exception {
    Path jar =
        jar(
            "orders.jar",
            (name, bytes) -> {
              if (name.endsWith("/RecordingHandler.class")) {
                bytes[7] = (byte) JAVA_99;
              }
              return bytes;
            });
    assertRefused(jar, "RecordingHandler", "of orders.jar");
  }

  /** Copies the recording handler's jar. {@code change} returns null to leave an entry out. */
  private Path jar(String name, BiFunction<String, byte[], byte @Nullable []> change)
      throws IOException {
    Path copy = Files.createDirectories(dir.resolve("handlers")).resolve(name);
    try (JarFile all = new JarFile(System.getProperty("testbed.handler"));
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy))) {
      for (JarEntry entry : (Iterable<JarEntry>) all.stream()::iterator) {
        byte[] bytes = change.apply(entry.getName(), all.getInputStream(entry).readAllBytes());
        if (bytes != null) {
          out.putNextEntry(new JarEntry(entry.getName()));
          out.write(bytes);
        }
      }
    }
    return copy;
  }

  private ServiceProcess start(Path jar) {
    return STARTED.start(
        ServiceProcess.of("the consumer", Path.of(System.getProperty("testbed.consumer")))
            .env("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1")
            .env("REDIS_URI", "redis://127.0.0.1:1")
            .jvm("-XX:TieredStopAtLevel=1")
            .jvm("-Dtestbed.runs=" + dir.resolve("runs.tsv"))
            .classPath(jar)
            .logTo(dir.resolve("consumer.log")));
  }

  private void assertRefused(Path jar, String... words) {
    ServiceProcess consumer = start(jar);
    await().atMost(PATIENCE).until(() -> !consumer.process().isAlive());
    assertThat(consumer.process().exitValue()).isEqualTo(1);
    assertThat(consumer.output()).contains("The consumer cannot start: ").contains(words);
  }
}

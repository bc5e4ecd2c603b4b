package io.eventpipeline.testbed.bench;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What every measurement gets.
 *
 * @param dir for logs and data
 * @param name prefix of ids and users
 */
record BenchFrame(
    Path dir, BenchServers.GivenServers given, String name, Consumer<String> progress) {
  void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }
}

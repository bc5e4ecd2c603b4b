package io.eventpipeline.testbed.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Reads the pipeline's Lua scripts from the services' jars. */
final class LuaScripts {
  private static final String LEDGER = "io/eventpipeline/consumer/ledger/";
  private static final String LIMIT = "io/eventpipeline/ingest/limit/limit.lua";

  private LuaScripts() {}

  /** Files such as {@code lease} and {@code claim}, with the fence before them. */
  static String ledger(String... names) {
    Path jar = Path.of(System.getProperty("testbed.consumer"));
    StringBuilder script = new StringBuilder(read(jar, LEDGER + "fence.lua"));
    for (String name : names) {
      script.append(read(jar, LEDGER + name + ".lua"));
    }
    return script.toString();
  }

  /** The script that takes ownership of a partition. */
  static String take() {
    return read(Path.of(System.getProperty("testbed.consumer")), LEDGER + "take.lua");
  }

  static String limit() {
    return read(Path.of(System.getProperty("testbed.ingest")), LIMIT);
  }

  private static String read(Path jar, String name) {
    try (JarFile file = new JarFile(jar.toFile())) {
      ZipEntry entry = file.getEntry(name);
      if (entry == null) {
        throw new IllegalStateException("no " + name + " in " + jar);
      }
      try (InputStream in = file.getInputStream(entry)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(jar.toString(), e);
    }
  }
}

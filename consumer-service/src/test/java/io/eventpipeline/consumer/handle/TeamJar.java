package io.eventpipeline.consumer.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.local.Folders;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar as a team builds it. */
final class TeamJar {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /**
   * Compiles one class without an annotation processor.
   *
   * @param name simple, of the package {@code com.acme}
   * @param classPath jars that it needs besides our contract
   */
  static TeamJar of(String name, String source, Path... classPath) throws IOException {
    Path out = Files.createTempDirectory("team");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    String path =
        Stream.concat(Stream.of(contract()), Stream.of(classPath).map(Path::toString))
            .reduce((a, b) -> a + java.io.File.pathSeparator + b)
            .orElseThrow();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of("-proc:none", "-cp", path, "-d", out.toString()),
                null,
                List.of(
                    new SimpleJavaFileObject(
                        URI.create("string:///com/acme/" + name + ".java"),
                        javax.tools.JavaFileObject.Kind.SOURCE) {
                      @Override
                      public CharSequence getCharContent(boolean ignoreErrors) {
                        return "package com.acme; " + source;
                      }
                    }))
            .call();
    assertThat(compiled).as(said.toString()).isTrue();
    TeamJar jar = new TeamJar();
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        jar.entries.put(out.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    Folders.delete(out);
    return jar;
  }

  private static String contract() {
    return Path.of(
            URI.create(
                EventHandler.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  /** Adds what another one holds. */
  TeamJar with(TeamJar more) {
    entries.putAll(more.entries);
    return this;
  }

  /** As a compiler of a later Java would have written its classes. */
  TeamJar forJava(int version) {
    entries.values().forEach(bytes -> bytes[7] = (byte) (version + 44));
    return this;
  }

  Path writeTo(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }
}

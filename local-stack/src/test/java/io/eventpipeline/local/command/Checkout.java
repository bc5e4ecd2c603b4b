package io.eventpipeline.local.command;

import io.eventpipeline.local.AotCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A folder that looks like a built checkout, with stand-ins for the services. */
final class Checkout {
  private Checkout() {}

  static Path in(Path dir) throws IOException {
    for (Path jar : jars(dir)) {
      Files.createDirectories(jar.getParent());
      writeJar(jar);
      for (String options : List.of("jvm.options", "jvm-small.options")) {
        Files.writeString(jar.getParent().resolveSibling(options), "-Dstand.in=options\n");
      }
    }
    Path projections = dir.resolve("projections/target");
    Files.createDirectories(projections.resolve("lib"));
    writeJar(projections.resolve("projections.jar"));
    writeJar(projections.resolve("lib/driver.jar"));
    return dir;
  }

  /** Leaves what a training does; the JVM cannot read it, says so and starts without. */
  static void trained(Path dir) throws IOException {
    for (Path jar : jars(dir)) {
      AotCache cache = new AotCache(jar);
      Path made = dir.resolve("made");
      cache.toTrain(made);
      Files.writeString(made, "stands in");
      cache.keep(made);
    }
  }

  private static List<Path> jars(Path dir) {
    return Stream.of(
            "ingest-function",
            "consumer-service",
            "push-worker",
            "query-service",
            "admin-dashboard")
        .map(module -> dir.resolve(module).resolve("target").resolve(module + ".jar"))
        .toList();
  }

  private static void writeJar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandInService.class.getName());
    String entry = StandInService.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream code = StandInService.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new ZipEntry(entry));
      code.transferTo(out);
    }
  }
}

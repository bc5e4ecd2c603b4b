package io.eventpipeline.local.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A folder that looks like a built checkout, with stand-ins for the services. */
final class Checkout {
  private Checkout() {}

  static Path in(Path dir) throws IOException {
    for (String module : new String[] {"ingest-function", "consumer-service"}) {
      Path target = Files.createDirectories(dir.resolve(module).resolve("target"));
      writeJar(target.resolve(module + ".jar"));
    }
    return dir;
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

package io.eventpipeline.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of PostgreSQL, unpacked from the jar that carries them.
 *
 * @param folder that holds {@code bin/}
 */
record PostgresBinaries(Path folder) {
  private static final int EXECUTABLE = 0b001_000_000;

  /** Unpacks them to a folder, unless it has them already. */
  static PostgresBinaries in(Path folder) {
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Path part = Files.createTempDirectory(folder.toAbsolutePath().getParent(), "postgres");
        unpack(part);
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL cannot be unpacked to " + folder, e);
      }
    }
    return new PostgresBinaries(folder);
  }

  private static void unpack(Path folder) throws IOException {
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(resource())) {
      if (packed == null) {
        throw new IllegalStateException(
            "the project has no PostgreSQL for this system: give your own with --sql URL");
      }
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(entry, tar, folder);
        }
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
    if ((entry.getMode() & EXECUTABLE) != 0 && !target.toFile().setExecutable(true, false)) {
      throw new IOException(target + " cannot be made executable");
    }
  }

  private static String resource() {
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return "/postgres-%s-%s.txz".formatted(mac ? "darwin" : "linux", arm ? "arm_64" : "x86_64");
  }

  /**
   * The start of a command that runs one of the programs. PostgreSQL refuses to run as root, so
   * root runs it as nobody in a user namespace.
   */
  List<String> command(String program) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(folder.resolve("bin").resolve(program).toString());
    return command;
  }
}

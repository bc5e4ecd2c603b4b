package io.eventpipeline.consumer.handle;

import io.eventpipeline.contract.EventHandler;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A jar of a team, read without loading its classes.
 *
 * @param classes by their names
 */
record HandlerJar(String name, Map<String, ClassHead> classes) {
  /** Every class that implements an interface of the contract names this package. */
  private static final String CONTRACT =
      EventHandler.class.getPackageName().replace('.', '/') + "/";

  /** The major version of a class file is this much above the version of Java. */
  private static final int VERSION_OF_JAVA = 44;

  /**
   * @throws IllegalStateException if the file is unreadable, or a class in it that uses the
   *     contract is compiled for a newer Java
   */
  static HandlerJar read(Path file) {
    String name = String.valueOf(file.getFileName());
    Map<String, ClassHead> classes = new HashMap<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
          byte[] bytes = jar.getInputStream(entry).readAllBytes();
          requireKnown(name, entry, bytes);
          read(bytes, classes);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "handlers/%s cannot be read (%s): is it whole, and may this user read it?"
              .formatted(name, e.getMessage()),
          e);
    }
    return new HandlerJar(name, classes);
  }

  private static void requireKnown(String jar, JarEntry entry, byte[] bytes) {
    int java = bytes.length < 8 ? 0 : ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) - VERSION_OF_JAVA;
    int known = Runtime.version().feature();
    if (java > known && new String(bytes, StandardCharsets.ISO_8859_1).contains(CONTRACT)) {
      throw new IllegalStateException(
          "%s of %s is compiled for Java %d, and this is Java %d: compile it with --release %d"
              .formatted(entry.getName(), jar, java, known, known));
    }
  }

  private static void read(byte[] bytes, Map<String, ClassHead> classes) {
    try {
      ClassHead head = ClassHead.of(ClassFile.of().parse(bytes));
      classes.put(head.name(), head);
    } catch (IllegalArgumentException noClassOfOurs) {
      // A library may bring classes for a newer JVM.
    }
  }

  boolean has(String className) {
    return classes.containsKey(className);
  }
}

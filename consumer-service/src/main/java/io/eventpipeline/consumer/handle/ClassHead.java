package io.eventpipeline.consumer.handle;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.stream.Stream;

/**
 * The head of a class file: what it says before the members.
 *
 * @param parents its superclass and interfaces
 * @param concrete whether it can have instances
 */
record ClassHead(String name, List<String> parents, boolean concrete) {
  static ClassHead of(ClassModel model) {
    return new ClassHead(
        name(model.thisClass()),
        Stream.concat(model.superclass().stream(), model.interfaces().stream())
            .map(ClassHead::name)
            .toList(),
        !model.flags().has(AccessFlag.ABSTRACT));
  }

  private static String name(ClassEntry entry) {
    return entry.asInternalName().replace('/', '.');
  }
}

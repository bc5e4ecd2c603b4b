package io.eventpipeline.local;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How the command of a Java process begins: with the program that runs this process. If an agent
 * counts which lines of this process run, this is a test: the new process compiles as little as
 * this one, and {@link #begin} lets the agent count its lines too.
 */
public final class JavaCommand {
  private static final String AGENT = "-javaagent:.*jacoco.*";

  private static final String COMPILER = "-XX:TieredStopAtLevel=.*";

  private JavaCommand() {}

  /** The program, and the agent of this process if there is one. The caller adds to the list. */
  public static List<String> begin() {
    List<String> command = withoutAgent();
    own().stream()
        .filter(argument -> argument.matches(AGENT))
        .map(JavaCommand::withOwnFile)
        .forEach(command::add);
    return command;
  }

  /** As {@link #begin}, but without the agent. No JVM uses or writes an AOT cache beside one. */
  public static List<String> withoutAgent() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(compiler(own()));
    return command;
  }

  /** Whether an agent counts the lines that a process with these arguments runs. */
  static boolean hasAgent(List<String> arguments) {
    return arguments.stream().anyMatch(argument -> argument.matches(AGENT));
  }

  /** How little the processes of a test compile; nothing if these arguments are not a test's. */
  static List<String> compiler(List<String> arguments) {
    return hasAgent(arguments)
        ? arguments.stream().filter(argument -> argument.matches(COMPILER)).toList()
        : List.of();
  }

  private static List<String> own() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /** A process that is killed while it writes must not spoil the file of another. */
  static String withOwnFile(String agent) {
    return agent.replaceFirst("(destfile=[^,]*/)[^,/]*", "$1" + UUID.randomUUID() + ".exec");
  }
}

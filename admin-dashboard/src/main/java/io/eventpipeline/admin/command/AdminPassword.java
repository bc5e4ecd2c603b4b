package io.eventpipeline.admin.command;

import io.eventpipeline.admin.access.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Hashes the password of a user of the dashboard. */
@Command(
    name = "admin-password",
    mixinStandardHelpOptions = true,
    description =
        "Reads a password, without showing it, or a line of the standard input; prints the hash for"
            + " admin.users.NAME.password-hash. Exit status: 0 printed, 2 refused.")
final class AdminPassword implements Callable<Integer> {
  private static final int SHORTEST = 8;

  /** Runs it without the other commands, which need more libraries. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new AdminPassword()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    char[] password = read();
    if (password == null) {
      return Refusal.say("the two passwords differ");
    }
    if (password.length < SHORTEST || password.length > PasswordHash.LONGEST) {
      return Refusal.say(
          "a password has " + SHORTEST + " to " + PasswordHash.LONGEST + " characters");
    }
    System.out.println(PasswordHash.of(password).text());
    Arrays.fill(password, ' ');
    return 0;
  }

  /** Null if the person typed two different ones. */
  private static char @Nullable [] read() throws IOException {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] first = console.readPassword("Password: ");
      char[] again = console.readPassword("Again: ");
      return first != null && Arrays.equals(first, again) ? first : null;
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    return line == null ? new char[0] : line.toCharArray();
  }
}

package io.eventpipeline.local.command;

import java.io.PrintWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports wrong arguments of a command, and hides URIs among them: they may hold a password. */
final class WrongArguments implements IParameterExceptionHandler {
  private static final Pattern QUOTED_URI = Pattern.compile("(?s)'.*(?://|@|password).*'");

  @Override
  public int handleParseException(ParameterException error, String[] args) {
    PrintWriter err = error.getCommandLine().getErr();
    err.println(
        "pipeline: "
            + QUOTED_URI
                .matcher(String.valueOf(error.getMessage()))
                .replaceAll(Matcher.quoteReplacement("'***'")));
    if (!UnmatchedArgumentException.printSuggestions(error, err)) {
      error.getCommandLine().usage(err);
    }
    return error.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
  }
}

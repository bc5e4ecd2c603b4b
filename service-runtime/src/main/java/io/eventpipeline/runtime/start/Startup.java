package io.eventpipeline.runtime.start;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/** Starts a service, or ends its process with status 1 and one line with the reason. */
public final class Startup extends Micronaut {
  private final String service;
  private final Hint hint;

  /** Adds what only one service knows about a failure. */
  @FunctionalInterface
  public interface Hint {
    /**
     * @param reason the line from {@link StartFailure}
     * @return text to append to the line; may be empty
     */
    String about(Throwable failure, String reason);
  }

  private Startup(String service, Hint hint) {
    this.service = service;
    this.hint = hint;
  }

  /**
   * Starts a service, which then runs until the process gets a signal.
   *
   * @param service name of the service, as the first word of a sentence
   */
  public static void run(String service, Class<?> main, String[] args) {
    run(service, main, args, (failure, reason) -> "");
  }

  /** As {@link #run(String, Class, String[])}, with a hint after the reason of a failure. */
  public static void run(String service, Class<?> main, String[] args, Hint hint) {
    new Startup(service, hint).args(args).classes(main).banner(false).start();
  }

  /** Also catches failures before the framework handles them, such as classes that do not load. */
  @Override
  public ApplicationContext start() {
    try {
      return super.start();
    } catch (RuntimeException | LinkageError | ServiceConfigurationError failure) {
      end(failure, null);
      throw failure;
    }
  }

  @Override
  protected void handleStartupException(Environment environment, Throwable failure) {
    end(failure, environment);
  }

  private void end(Throwable failure, @Nullable Environment environment) {
    String reason = StartFailure.reason(failure, environment);
    System.err.println(service + " cannot start: " + reason + hint.about(failure, reason));
    System.exit(1);
  }
}

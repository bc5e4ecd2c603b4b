package io.eventpipeline.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a function as Lambda does: as a process that asks a {@link RuntimeApi} for its calls.
 * Threads: any.
 */
public final class LocalLambda implements AutoCloseable {
  /** The main class of AWS' runtime client; its argument is the handler. */
  public static final String RUNTIME_CLIENT =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  /** The handler for HTTP APIs. */
  public static final String HTTP_API = "io.eventpipeline.ingest.function.HttpApiFunction";

  /** The handler for REST APIs. */
  public static final String REST_API = "io.eventpipeline.ingest.function.RestApiFunction";

  private final RuntimeApi api;
  private final ChildProcess child;
  private final CompletableFuture<Process> ended;

  /** The result of a call. */
  public sealed interface Outcome {
    /** What the function returned. */
    record Returned(String json) implements Outcome {}

    /** What the runtime reported instead, as JSON: {@code errorMessage}, {@code errorType}. */
    record Failed(String json) implements Outcome {}
  }

  private LocalLambda(RuntimeApi api, ChildProcess child) {
    this.api = api;
    this.child = child;
    this.ended = child.process().onExit();
  }

  /**
   * Starts the function. Does not wait until it is ready.
   *
   * @param handler value of the variable {@code _HANDLER}, as in Lambda
   * @param command such as a JVM with {@link #RUNTIME_CLIENT} and {@code handler}
   */
  public static LocalLambda start(
      String handler, List<String> command, Map<String, String> env, Path log) {
    RuntimeApi api = new RuntimeApi();
    Map<String, String> all = new TreeMap<>();
    all.put("AWS_LAMBDA_RUNTIME_API", api.address());
    all.put("AWS_LAMBDA_FUNCTION_NAME", "ingest");
    all.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
    all.put("_HANDLER", handler);
    all.putAll(env);
    return new LocalLambda(api, ChildProcess.start("function", command, all, log));
  }

  /**
   * Calls it and waits for the outcome.
   *
   * @throws IllegalStateException with the end of its log, if there is none within {@code atMost}
   *     or the process ends
   */
  public Outcome call(String event, Duration atMost) {
    CompletableFuture<Outcome> outcome = api.call(event);
    try {
      Object ignored =
          CompletableFuture.anyOf(outcome, ended).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (!outcome.isDone()) {
        throw new IllegalStateException("the function has ended:\n" + child.tail());
      }
      return outcome.join();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the function does not answer:\n" + child.tail(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  public Process process() {
    return child.process();
  }

  /** The last lines of its output. */
  public String tail() {
    return child.tail();
  }

  /** Sends a signal by its name. Lambda uses STOP and CONT between calls. */
  public void signal(String name) {
    child.signal(name);
  }

  /** Ends it with SIGTERM. A JVM in training writes its cache now. */
  public void terminate() {
    child.terminate(Duration.ofSeconds(60));
  }

  @Override
  public void close() {
    if (child.process().isAlive()) {
      child.kill();
    }
    api.close();
  }
}

package io.eventpipeline.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lambda's Runtime API (2018-06-01): a runtime asks for the next call and posts its result. Calls
 * wait until a runtime asks. Threads: any.
 */
final class RuntimeApi implements AutoCloseable {
  private static final String ROOT = "/2018-06-01/runtime/";
  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(30);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<PendingCall> waiting = new LinkedBlockingQueue<>();
  private final Map<String, PendingCall> underWay = new ConcurrentHashMap<>();
  private final CompletableFuture<LocalLambda.Outcome> failedStart = new CompletableFuture<>();

  private record PendingCall(
      String id, String event, CompletableFuture<LocalLambda.Outcome> outcome) {}

  /** Listens on a free port of loopback. */
  RuntimeApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("the Runtime API cannot listen", e);
    }
    server.setExecutor(threads);
    server.createContext(ROOT, this::serve);
    server.start();
  }

  /** The value of the variable {@code AWS_LAMBDA_RUNTIME_API}. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Calls the function. Completes with the result, or with the failure of the start. */
  CompletableFuture<LocalLambda.Outcome> call(String event) {
    PendingCall call =
        new PendingCall(UUID.randomUUID().toString(), event, new CompletableFuture<>());
    waiting.add(call);
    return call.outcome().applyToEither(failedStart, outcome -> outcome);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(ROOT.length());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try (exchange) {
      switch (path) {
        case "invocation/next" -> next(exchange);
        case "init/error" -> {
          failedStart.complete(new LocalLambda.Outcome.Failed(body));
          answer(exchange, 202, "{}");
        }
        default -> {
          ended(path.split("/", -1), body);
          answer(exchange, 202, "{}");
        }
      }
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    try {
      PendingCall call = waiting.take();
      underWay.put(call.id(), call);
      long deadline = System.currentTimeMillis() + FUNCTION_TIMEOUT.toMillis();
      exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", call.id());
      exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
      exchange
          .getResponseHeaders()
          .set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:local:0:function:ingest");
      answer(exchange, 200, call.event());
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param path {@code invocation/ID/response} or {@code invocation/ID/error}
   */
  private void ended(String[] path, String body) {
    PendingCall call = underWay.remove(path[1]);
    if (call != null) {
      call.outcome()
          .complete(
              path[2].equals("response")
                  ? new LocalLambda.Outcome.Returned(body)
                  : new LocalLambda.Outcome.Failed(body));
    }
  }

  /** Sets a content type: the runtime client crashes without one. */
  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

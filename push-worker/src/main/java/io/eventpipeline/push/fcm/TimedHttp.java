package io.eventpipeline.push.fcm;

import io.micronaut.core.util.StringUtils;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP/1.1 with an end: the JDK's timeout of a request stops at the headers, this one covers the
 * body too. Threads: any; each call blocks, so it runs on a virtual thread.
 */
final class TimedHttp {
  /** Answers of FCM and of the token endpoint have some hundred bytes. */
  private static final int LARGEST_ANSWER = 64 * 1024;

  private static final BodyHandler<byte[]> BODY =
      BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * Sends one request, once.
   *
   * @throws IOException if there is no whole answer within {@code atMost}, or no connection
   */
  HttpResponse<byte[]> send(HttpRequest request, Duration atMost) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, BODY);
    try {
      return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new HttpTimeoutException("no answer in time");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  /** Names an error for logs: its type, and its message, which quotes no request. */
  static String words(IOException error) {
    String type = error.getClass().getSimpleName();
    return StringUtils.isEmpty(error.getMessage()) ? type : type + ", " + error.getMessage();
  }
}

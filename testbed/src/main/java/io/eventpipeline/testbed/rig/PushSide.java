package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.fcm.FakeFcm;
import io.eventpipeline.testbed.fcm.ServiceAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Push workers, and the fake FCM that they send to. The fake runs in this process. Threads: any,
 * but one at a time for each worker.
 */
public final class PushSide implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Path dir;
  private final Supplier<ServiceProcess.Builder> described;
  private final FakeFcm fake = FakeFcm.start(0);
  private final Path account;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ServiceProcess> workers = new CopyOnWriteArrayList<>();

  /**
   * Starts the fake and no worker.
   *
   * @param dir for logs and the account's file
   * @param described describes a worker that knows its Redis
   */
  public PushSide(Path dir, Supplier<ServiceProcess.Builder> described) {
    this.dir = dir;
    this.described = described;
    account = dir.resolve("firebase.json");
    try {
      Files.writeString(account, ServiceAccount.make("fake").json(fake.tokenUri()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one more worker, on a free port. Does not wait until it is ready. */
  public ServiceProcess launch() {
    ServiceProcess worker =
        described
            .get()
            .env("FIREBASE_CREDENTIALS", account.toAbsolutePath().toString())
            .env("FCM_BASE_URL", fake.baseUrl())
            .logTo(dir.resolve("push-" + workers.size() + ".log"))
            .start();
    workers.add(worker);
    return worker;
  }

  /** Starts one more worker and waits until it is ready. */
  public ServiceProcess start() {
    return launch().awaitReady(READY);
  }

  public FakeFcm fake() {
    return fake;
  }

  /**
   * @param index 0 for the worker that was started first
   */
  public ServiceProcess worker(int index) {
    return workers.get(index);
  }

  /** What a worker answers at {@code /health}. */
  public String health(int index) {
    URI uri = URI.create("http://127.0.0.1:" + worker(index).port() + "/health");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All workers in the order of their starts. Some may have ended. */
  public List<ServiceProcess> workers() {
    return workers;
  }

  /** Tells all workers to end before it waits for the first. */
  @Override
  public void close() {
    workers.forEach(worker -> worker.process().destroy());
    workers.forEach(ServiceProcess::close);
    http.close();
    fake.close();
  }
}

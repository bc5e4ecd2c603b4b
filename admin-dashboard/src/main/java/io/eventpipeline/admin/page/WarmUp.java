package io.eventpipeline.admin.page;

import io.eventpipeline.runtime.health.Health;
import io.eventpipeline.runtime.time.SystemTime;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for pages as a browser would, so that the first person does not wait until classes are loaded.
 * The service is ready afterwards.
 */
@Singleton
@Readiness
public final class WarmUp implements HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final int TIMES = 3;
  private static final int PATIENCE_MS = 10_000;

  private final EmbeddedServer server;
  private volatile boolean done;

  WarmUp(EmbeddedServer server) {
    this.server = server;
  }

  /** Begins, and returns at once. */
  public void start() {
    Thread.ofVirtual().name("warm-up").start(this::run);
  }

  private void run() {
    long begun = SystemTime.nanos();
    try {
      for (int i = 0; i < TIMES; i++) {
        get("/admin/login");
        get("/admin/events");
        get(Asset.STYLE.url());
      }
    } catch (IOException e) {
      LOG.debug("the first pages could not be asked for: {}", e.toString());
    }
    LOG.info("warm after {} ms", Duration.ofNanos(SystemTime.nanos() - begun).toMillis());
    done = true;
  }

  private void get(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      String request =
          "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n"
              + "Connection: close\r\n\r\n";
      socket
          .getOutputStream()
          .write(request.formatted(path, server.getPort()).getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      var unused = answer.readAllBytes();
    }
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Health.of("pages", done, Map.of("warm", done));
  }
}

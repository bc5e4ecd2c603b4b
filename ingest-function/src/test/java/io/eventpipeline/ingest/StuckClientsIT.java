package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StuckClientsIT {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);
  private static final String HEAD =
      "POST /events HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

  private static final String NO_EVENTS = "{\"events\":[" + "0,".repeat(999) + "0]}";

  private enum Stuck {
    SILENT("", false),
    HALF_A_HEAD(HEAD + "X-Half: ", false),
    TRICKLING_HEAD(HEAD, true),
    HALF_A_BODY(HEAD + "Content-Length: 8000000\r\n\r\n{\"userId\":\"" + "x".repeat(9000), false),
    TRICKLING_BODY(HEAD + "Content-Length: 8000000\r\n\r\n", true),
    HALF_A_CHUNK(HEAD + "Transfer-Encoding: chunked\r\n\r\nff\r\n{", false),
    /** Requests more than fits into the buffers of both sides, and reads nothing. */
    DEAF(
        (HEAD.replace("events", "events/batch")
                + "Content-Length: "
                + NO_EVENTS.length()
                + "\r\n\r\n"
                + NO_EVENTS)
            .repeat(300),
        false);

    final String sends;
    final boolean trickles;

    Stuck(String sends, boolean trickles) {
      this.sends = sends;
      this.trickles = trickles;
    }
  }

  @TempDir static Path dir;
  static Rig rig;

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  @Timeout(600)
  void five_hundred_stuck_clients_hold_up_nobody_and_are_closed_in_time() {
    EmbeddedServer api =
        rig.api(
            Map.of(
                "http.request-timeout", REQUEST_TIMEOUT,
                "micronaut.server.idle-timeout", REQUEST_TIMEOUT));
    List<CompletableFuture<Duration>> closed = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      closed.add(stick(api, Stuck.values()[i % Stuck.DEAF.ordinal()]));
    }
    for (int i = 0; i < 5; i++) {
      closed.add(stick(api, Stuck.DEAF));
    }
    long slowestMs = serveUntil(api, closed);
    List<Duration> lives = closed.stream().map(CompletableFuture::join).sorted().toList();
    Duration last = lives.getLast();
    System.out.printf(
        "stuck: %d closed, the last after %s; the slowest served in %d ms%n",
        closed.size(), last, slowestMs);
    assertThat(last).as("none is left for later").isLessThan(lives.getFirst().multipliedBy(5));
    assertThat(slowestMs).as("nobody waits for a stuck client").isLessThan(last.toMillis());
  }

  /** Returns how long the slowest response took, in milliseconds. */
  private static long serveUntil(EmbeddedServer api, List<CompletableFuture<Duration>> closed) {
    long slowestMs = 0;
    int served = 0;
    while (closed.stream().anyMatch(c -> !c.isDone())) {
      long begun = System.nanoTime();
      HttpResponse<String> answer = post(api, "/events", event("u" + served));
      slowestMs = Math.max(slowestMs, Duration.ofNanos(System.nanoTime() - begun).toMillis());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      served++;
    }
    assertThat(served).isPositive();
    return slowestMs;
  }

  @Test
  void more_silent_clients_than_connections_hold_up_nobody() {
    EmbeddedServer api = rig.api(Map.of("http.max-connections", 20));
    List<CompletableFuture<Duration>> closed = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      closed.add(stick(api, Stuck.HALF_A_HEAD));
    }
    await()
        .atMost(Rig.PATIENCE)
        .until(() -> closed.stream().filter(CompletableFuture::isDone).count() >= 80);
    for (int i = 0; i < 20; i++) {
      assertThat(post(api, "/events", event("v" + i)).statusCode()).isEqualTo(202);
    }
  }

  /** How long the connection lived. */
  private static CompletableFuture<Duration> stick(EmbeddedServer api, Stuck how) {
    CompletableFuture<Duration> closed = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              long begun = System.nanoTime();
              try (Socket socket = new Socket()) {
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress("127.0.0.1", api.getPort()));
                hold(socket, how);
              } catch (IOException closedByServer) {
                // How the server closed it does not matter.
              } finally {
                closed.complete(Duration.ofNanos(System.nanoTime() - begun));
              }
            });
    return closed;
  }

  /** Returns, or fails, when the server has closed the connection. */
  private static void hold(Socket socket, Stuck how) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(how.sends.getBytes(StandardCharsets.UTF_8));
    out.flush();
    if (how == Stuck.DEAF) {
      trickle(socket, out);
      return;
    }
    if (how.trickles) {
      Thread.ofVirtual().start(() -> trickle(socket, out));
    }
    while (socket.getInputStream().read() >= 0) {
      // Reads to the end.
    }
  }

  private static void trickle(Socket socket, OutputStream out) {
    try {
      while (!socket.isClosed()) {
        Thread.sleep(200);
        out.write('a');
        out.flush();
      }
    } catch (IOException closedByServer) {
      // The reader sees it too.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.eventpipeline.testbed.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fake. It listens on loopback until it is closed. A virtual thread serves each connection.
 * Threads: any.
 */
public final class FakeFcm implements AutoCloseable {
  private static final Pattern SEND =
      Pattern.compile("POST /v1/projects/[^/]+/messages:send HTTP/1.1");
  private static final int BACKLOG = 1024;

  private final int port;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong opened = new AtomicLong();
  private final Queue<RecordedPush> pushes = new ConcurrentLinkedQueue<>();
  private final AtomicLong taken = new AtomicLong();
  private final FcmScript script = new FcmScript();
  private final TokenDesk tokens = new TokenDesk();
  private volatile ServerSocket server;
  private volatile @Nullable Socket placeholder;
  private volatile @Nullable Thread acceptor;

  private FakeFcm(ServerSocket server) {
    this.server = server;
    port = server.getLocalPort();
  }

  /**
   * Starts one.
   *
   * @param port 0 for a free one
   */
  public static FakeFcm start(int port) {
    FakeFcm fake = new FakeFcm(listen(port));
    fake.serveConnections();
    return fake;
  }

  private static ServerSocket listen(int port) {
    try {
      return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("the fake FCM cannot listen at port " + port, e);
    }
  }

  /** Breaks all connections, and refuses new ones until {@link #comeBack}. */
  public void goAway() {
    try {
      close();
      // Keeps the port from others, and from connections that a client begins from it by chance.
      Socket bound = new Socket();
      bound.setReuseAddress(true);
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      placeholder = bound;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes connections again, at the same port. Remembers what came before. */
  public void comeBack() {
    closePlaceholder();
    server = listen(port);
    serveConnections();
  }

  private void closePlaceholder() {
    Socket bound = placeholder;
    if (bound != null) {
      try {
        bound.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** For {@code fcm.base-url}. */
  public String baseUrl() {
    return "http://127.0.0.1:" + port;
  }

  /** For {@code fcm.token-uri}, or {@code token_uri} of a service account's file. */
  public String tokenUri() {
    return baseUrl() + "/token";
  }

  /** What it answers. */
  public FcmScript script() {
    return script;
  }

  /** Who gets access tokens. */
  public TokenDesk tokens() {
    return tokens;
  }

  /** All requests to send so far, in the order of their arrival. */
  public List<RecordedPush> pushes() {
    return List.copyOf(pushes);
  }

  /** All requests for one token or topic so far. */
  public List<RecordedPush> pushes(String recipient) {
    return pushes.stream().filter(each -> each.recipient().equals(recipient)).toList();
  }

  /** Forgets all requests so far, so that a long run needs no memory for them. */
  public void forget() {
    pushes.clear();
  }

  /** How many messages it took. */
  public long taken() {
    return taken.get();
  }

  /** How many connections clients opened. */
  public long connections() {
    return opened.get();
  }

  private void serveConnections() {
    ServerSocket listener = server;
    acceptor = Thread.ofVirtual().name("fake-fcm").start(() -> accept(listener));
  }

  private void accept(ServerSocket listener) {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        connection.setTcpNoDelay(true);
        connections.add(connection);
        if (listener.isClosed()) { // too late for the thread that closed it
          connection.close();
        }
        opened.incrementAndGet();
        Thread.startVirtualThread(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      HttpCall call = HttpCall.read(in);
      while (call != null && answer(call, connection.getOutputStream())) {
        call = HttpCall.read(in);
      }
    } catch (IOException | InterruptedException ended) {
      // the client or the fake is gone
    } finally {
      connections.remove(connection);
    }
  }

  /** Whether the connection can serve another request. */
  private boolean answer(HttpCall call, OutputStream out) throws IOException, InterruptedException {
    if (SEND.matcher(call.line()).matches()) {
      return send(call, out);
    }
    FakeAnswer answer =
        call.line().startsWith("POST /token ")
            ? tokens.give(new String(call.body(), UTF_8))
            : FakeAnswer.of(404, "<html>Not Found</html>");
    Thread.sleep(answer.delay());
    return HttpCall.write(out, answer.status(), answer, answer.body());
  }

  private boolean send(HttpCall call, OutputStream out) throws IOException, InterruptedException {
    JsonNode request = FakeJson.read(call.body());
    JsonNode message = request.path("message");
    String recipient = message.path("token").asText(message.path("topic").asText(""));
    FakeAnswer refusal = refusal(call, message);
    FakeAnswer answer = refusal == null ? script.of(recipient) : refusal;
    int status = answer.status() == 0 ? 200 : answer.status();
    pushes.add(
        new RecordedPush(
            Instant.now(),
            recipient,
            message.has("topic"),
            message.path("android").path("collapse_key").asText(),
            request.path("validate_only").asBoolean(),
            answer.ending() == FakeAnswer.Ending.HUNG_UP ? 0 : status,
            call.body()));
    String body =
        answer.status() == 0
            ? "{\"name\":\"projects/fake/messages/" + taken.incrementAndGet() + "\"}"
            : answer.body().replace("RECIPIENT", recipient);
    if (answer.delay().isPositive()) {
      Thread.sleep(answer.delay());
    }
    return HttpCall.write(out, status, answer, body);
  }

  private @Nullable FakeAnswer refusal(HttpCall call, JsonNode message) {
    return tokens.isValid(call.headers().getOrDefault("Authorization", ""))
        ? SendRules.check(message)
        : FakeAnswer.error(401, "UNAUTHENTICATED");
  }

  /** It is the one that frees the port, when it notices that the server is closed. */
  private void awaitAcceptor() {
    Thread last = acceptor;
    try {
      boolean ignored = last == null || last.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closePlaceholder();
    try {
      server.close();
      awaitAcceptor();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

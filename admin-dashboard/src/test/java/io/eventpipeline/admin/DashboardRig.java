package io.eventpipeline.admin;

import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.access.TestUsers;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Redis of a test's own, and dashboards on it that browsers ask. Kafka is away unless given. */
public final class DashboardRig implements AutoCloseable {
  public static final Duration SOON = Duration.ofSeconds(60);
  private static final String COOKIE = "__Host-admin";
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" content=\"([^\"]*)\"");

  public final LocalRedis redis;
  public final HttpClient http = HttpClient.newHttpClient();
  private final RedisClient client;
  private final List<EmbeddedServer> services = new CopyOnWriteArrayList<>();
  private final AtomicInteger addresses = new AtomicInteger();
  private RedisCommands<String, String> store;

  /**
   * A browser with a session.
   *
   * @param cookie to send
   * @param csrf the token of its session
   */
  public record Session(String cookie, String csrf) {}

  public DashboardRig(Path dir) {
    redis = LocalRedis.start(dir, 0);
    client = RedisClient.create(redis.uri());
    store = client.connect().sync();
  }

  public RedisCommands<String, String> store() {
    return store;
  }

  /** An address that no other test has, for {@code X-Forwarded-For}. */
  public String address() {
    int n = addresses.incrementAndGet();
    return "10.1." + n / 250 + "." + (1 + n % 250);
  }

  /** Starts a dashboard with the operator ann and the viewer bob. */
  public EmbeddedServer withUsers(String... settings) {
    Map<String, Object> all = new HashMap<>(TestUsers.settings());
    all.put("http.trusted-proxies", "127.0.0.0/8");
    return start(all, settings);
  }

  /** Starts a dashboard without users. */
  public EmbeddedServer withoutUsers(String... settings) {
    return start(new HashMap<>(), settings);
  }

  private EmbeddedServer start(Map<String, Object> all, String... settings) {
    all.put("micronaut.server.port", "-1");
    all.put("endpoints.all.port", Integer.toString(FreePort.find()));
    all.put("redis.uri", redis.uri());
    all.put("kafka.bootstrap.servers", "localhost:1");
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    EmbeddedServer service =
        ApplicationContext.builder().properties(all).start().getBean(EmbeddedServer.class).start();
    services.add(service);
    await().atMost(SOON).until(() -> health(service, "/health/readiness").statusCode() == 200);
    return service;
  }

  /** Asks at the port of health and metrics. */
  public HttpResponse<String> health(EmbeddedServer service, String path) {
    int port =
        service.getApplicationContext().getRequiredProperty("endpoints.all.port", Integer.class);
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(SOON)
            .build());
  }

  /** Logs in and loads a page. */
  public Session login(EmbeddedServer service, String name) {
    HttpResponse<String> answer =
        post(
            service,
            "/admin/login",
            Map.of("name", name, "password", TestUsers.PASSWORD),
            "X-Forwarded-For",
            address());
    if (answer.statusCode() != 303) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return session(service, answer);
  }

  /** The session that an answer begins. */
  public Session session(EmbeddedServer service, HttpResponse<String> answer) {
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    Matcher token = CSRF.matcher(get(service, "/admin/overview", "Cookie", cookie).body());
    return new Session(cookie, token.find() ? token.group(1) : "");
  }

  public HttpResponse<String> get(EmbeddedServer service, String path, String... headers) {
    return send(request(service, path, headers).GET().build());
  }

  /** Asks for a page as a browser does. */
  public HttpResponse<String> page(EmbeddedServer service, String path, Session session) {
    return get(service, path, "Accept", "text/html", "Cookie", session.cookie());
  }

  /** Sends a form. */
  public HttpResponse<String> post(
      EmbeddedServer service, String path, Map<String, String> form, String... headers) {
    StringBuilder body = new StringBuilder();
    form.forEach(
        (name, value) ->
            body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return send(
        request(service, path, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  public HttpRequest.Builder request(EmbeddedServer service, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.getPort() + path))
            .timeout(SOON);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  /** The time limit of a request ends with the headers; a body may never end. */
  private HttpResponse<String> send(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.ofString())
        .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** The status of a GET under any {@code Host}, which the client of Java does not let us set. */
  public static int statusUnder(EmbeddedServer service, String host, String path) {
    try (Socket socket = new Socket("127.0.0.1", service.getPort())) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(text.split(" ", 3)[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends Redis, or starts it again with its data gone. */
  public void killRedis() {
    redis.kill();
  }

  public void restartRedis() {
    redis.restart();
    store = client.connect().sync();
  }

  @Override
  public void close() {
    services.forEach(service -> service.getApplicationContext().close());
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    redis.close();
  }
}

package io.eventpipeline.admin;

import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.access.PasswordHash;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.runtime.digest.Sha256;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.uri.UriMatchTemplate;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The dashboard on a Redis and a Kafka of its own, with an operator, a viewer and two programs. */
public final class WebRig implements AutoCloseable {
  public static final Duration SOON = Duration.ofSeconds(60);
  public static final String OPERATOR = "ann";
  public static final String VIEWER = "vic";
  private static final Set<HttpMethod> READS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String PASSWORD = "correct horse battery";
  private static final Pattern CSRF = Pattern.compile("<meta name=\"csrf\" content=\"([^\"]+)\"");

  public final AdminRig core;
  public final LocalKafka kafka;
  public final TopicConsumer consumer;
  private final EmbeddedServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Who asks. */
  public record Browser(String cookie, String csrf) {}

  /**
   * @param settings names and values beside those of the rig
   */
  public WebRig(Path dir, String... settings) {
    kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
    core = new AdminRig(dir.resolve("redis"));
    createTopic();
    consumer = new TopicConsumer(core, kafka.bootstrapServers());
    String hash = PasswordHash.of(PASSWORD.toCharArray()).text();
    Map<String, Object> all = new HashMap<>();
    all.put("micronaut.server.port", "-1");
    all.put("endpoints.all.port", "-1");
    all.put("redis.uri", core.server.uri());
    all.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    all.put("admin.users.ann.password-hash", hash);
    all.put("admin.users.ann.role", "operator");
    all.put("admin.users.vic.password-hash", hash);
    all.put("admin.users.vic.role", "viewer");
    all.put("admin.tokens.bot.sha256", sha256("bot-token"));
    all.put("admin.tokens.bot.role", "operator");
    all.put("admin.tokens.eye.sha256", sha256("eye-token"));
    all.put("admin.tokens.eye.role", "viewer");
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    server =
        ApplicationContext.builder().properties(all).start().getBean(EmbeddedServer.class).start();
    await().atMost(SOON).until(() -> send(request("/admin/login").GET()).statusCode() == 200);
  }

  private void createTopic() {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(List.of(new NewTopic("events", 1, (short) 1))).all().get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(String token) {
    return HexFormat.of().formatHex(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
  }

  /** A browser in which this user has logged in. */
  public Browser login(String name) {
    HttpResponse<String> answer =
        send(
            form("/admin/login", "name", name, "password", PASSWORD)
                .header("Sec-Fetch-Site", "same-origin"));
    if (answer.statusCode() != 303) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    Matcher csrf = CSRF.matcher(get(new Browser(cookie, ""), "/admin/users").body());
    if (!csrf.find()) {
      throw new AssertionError("the page has no CSRF token");
    }
    return new Browser(cookie, csrf.group(1));
  }

  public HttpResponse<String> get(Browser browser, String path) {
    return send(
        request(path).header("Cookie", browser.cookie()).header("Accept", "text/html").GET());
  }

  /** Sends a form of a page. */
  public HttpResponse<String> post(Browser browser, String path, String... fields) {
    String[] all = new String[fields.length + 2];
    System.arraycopy(fields, 0, all, 0, fields.length);
    all[fields.length] = "_csrf";
    all[fields.length + 1] = browser.csrf();
    return postAlone(browser, path, all);
  }

  /** Sends exactly these fields. */
  public HttpResponse<String> postAlone(Browser browser, String path, String... fields) {
    return send(
        form(path, fields)
            .header("Cookie", browser.cookie())
            .header("Accept", "text/html")
            .header("Sec-Fetch-Site", "same-origin"));
  }

  private HttpRequest.Builder form(String path, String... fields) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(encoded(fields[i])).append('=');
      body.append(encoded(fields[i + 1]));
    }
    return request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Asks the API. */
  public HttpResponse<String> api(String token, String path) {
    return send(request(path).header("Authorization", "Bearer " + token).GET());
  }

  /** Posts to the API. */
  public HttpResponse<String> api(String token, String path, String body) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** The paths of all actions but those of the API: of all requests that change something. */
  public List<UriMatchTemplate> actions() {
    return server
        .getApplicationContext()
        .getBean(Router.class)
        .uriRoutes()
        .filter(route -> !READS.contains(route.getHttpMethod()))
        .map(UriRouteInfo::getUriMatchTemplate)
        .filter(path -> path.toPathString().startsWith("/admin"))
        .filter(path -> !path.toPathString().startsWith("/admin/api/"))
        .toList();
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.getPort() + path))
        .timeout(SOON);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.getApplicationContext().close();
    consumer.close();
    core.close();
    kafka.close();
  }
}

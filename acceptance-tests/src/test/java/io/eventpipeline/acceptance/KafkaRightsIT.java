package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.EventsClient;
import io.eventpipeline.testbed.rig.RedisView;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The rights in docs/reference.md are enough, at a broker that checks them. */
class KafkaRightsIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String TOKEN = "a long token for programs";
  private static final Pattern ROW =
      Pattern.compile("\\| (ingest API|consumer|dashboard)[^|]* \\| (.*) \\| (.*) \\| (.*)\\|");
  private static final Pattern RIGHT = Pattern.compile("`(\\w+)`");

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static @TempDir Path dir;
  private static LocalKafka kafka;
  private static LocalRedis redis;

  @BeforeAll
  static void start() throws Exception {
    kafka = STARTED.add(LocalKafka.start(dir.resolve("kafka"), 0, checking()));
    redis = STARTED.add(LocalRedis.start(dir.resolve("redis"), 0));
    try (Admin admin = Admin.create(login("admin"))) {
      NewTopic events =
          new NewTopic("events", 2, (short) 1)
              .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
      admin.createTopics(List.of(events)).all().get();
      admin.createAcls(rights()).all().get();
    }
  }

  private static Map<String, String> checking() {
    return Map.of(
        "listener.security.protocol.map",
        "CONTROLLER:PLAINTEXT,PLAINTEXT:SASL_PLAINTEXT",
        "inter.broker.listener.name",
        "PLAINTEXT",
        "sasl.enabled.mechanisms",
        "PLAIN",
        "sasl.mechanism.inter.broker.protocol",
        "PLAIN",
        "listener.name.plaintext.plain.sasl.jaas.config",
        jaas("admin").replace(";", "")
            + " user_admin=\"admin\" user_ingest=\"ingest\" user_consumer=\"consumer\""
            + " user_dashboard=\"dashboard\";",
        "authorizer.class.name",
        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        // The controller's own listener knows nobody.
        "super.users",
        "User:admin;User:ANONYMOUS");
  }

  /** The password of each user is its name. */
  private static String jaas(String user) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, user);
  }

  private static Map<String, Object> login(String user) {
    return Map.of(
        "bootstrap.servers",
        kafka.bootstrapServers(),
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        jaas(user));
  }

  /** Those of the table, and no other. */
  private static Collection<AclBinding> rights() throws IOException {
    List<AclBinding> rights = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "reference.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String user = row.group(1).split(" ")[0];
        add(rights, user, row.group(2), ResourceType.TOPIC, "events");
        add(rights, user, row.group(3), ResourceType.GROUP, "event-processors");
        add(rights, user, row.group(4), ResourceType.CLUSTER, Resource.CLUSTER_NAME);
      }
    }
    assertThat(rights).hasSizeGreaterThan(8);
    return rights;
  }

  private static void add(
      List<AclBinding> rights, String user, String cell, ResourceType type, String name) {
    RIGHT
        .matcher(cell)
        .results()
        .map(right -> AclOperation.fromString(snake(right.group(1))))
        .forEach(
            operation ->
                rights.add(
                    new AclBinding(
                        new ResourcePattern(type, name, PatternType.LITERAL),
                        new AccessControlEntry(
                            "User:" + user, "*", operation, AclPermissionType.ALLOW))));
  }

  /** DescribeConfigs becomes DESCRIBE_CONFIGS. */
  private static String snake(String right) {
    return right.replaceAll("(?<=[a-z])(?=[A-Z])", "_");
  }

  @Test
  void an_event_is_handled_fails_and_is_replayed() throws Exception {
    ServiceProcess ingest = STARTED.start(service("ingest", "ingest"));
    ServiceProcess consumer = STARTED.start(service("consumer", "consumer"));
    ServiceProcess dashboard =
        STARTED.start(
            service("admin", "dashboard")
                .healthAt(FreePort.find())
                .env("ADMIN_TOKENS_OPS_SHA256", sha256(TOKEN))
                .env("ADMIN_TOKENS_OPS_ROLE", "operator"));
    for (ServiceProcess each : List.of(ingest, consumer, dashboard)) {
      each.awaitReady(SOON);
    }
    RedisView view = STARTED.add(new RedisView(redis.uri()));
    EventsClient api = EventsClient.of(ingest);
    TestEvent good = anEvent().unordered().type("any");
    TestEvent bad = anEvent().unordered().failing();
    for (TestEvent event : List.of(good, bad)) {
      assertThat(api.send(event).status()).isEqualTo(202);
    }
    view.awaitFinal(List.of(good.id(), bad.id()), SOON);
    assertThat(view.event(good.id())).containsEntry("status", "processed");
    // The API's question for the lag needs the group, that of the dashboard too.
    Waiting.until("the lag", SOON, () -> api.get("/api/metrics").status() == 200);
    Waiting.until("its events", SOON, () -> page(dashboard, "/admin/events").contains(bad.id()));
    HttpResponse<String> replayed =
        send(
            request(dashboard, "/admin/api/dead-letters/" + bad.id() + "/replay")
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.noBody()));
    assertThat(replayed.statusCode()).as(replayed.body()).isEqualTo(200);
    assertThat(replayed.body()).contains("\"status\":\"failed\"");
    assertThat(page(dashboard, "/admin/overview")).doesNotContain("Kafka is away");
    for (ServiceProcess each : List.of(ingest, consumer, dashboard)) {
      assertThat(each.output()).as(each.name()).doesNotContain("AuthorizationException");
    }
  }

  private static ServiceProcess.Builder service(String name, String user) {
    return ServiceProcess.of(name, Path.of(System.getProperty("testbed." + name)))
        .env("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
        .env("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT")
        .env("KAFKA_SASL_MECHANISM", "PLAIN")
        .env("KAFKA_SASL_JAAS_CONFIG", jaas(user))
        .env("REDIS_URI", redis.uri())
        .jvm("-XX:TieredStopAtLevel=1")
        .logTo(dir.resolve(name + ".log"));
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static HttpRequest.Builder request(ServiceProcess dashboard, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + dashboard.port() + path))
        .timeout(SOON);
  }

  private static String page(ServiceProcess dashboard, String path) throws Exception {
    HttpResponse<String> page = send(request(dashboard, path).header("Accept", "text/html"));
    assertThat(page.statusCode()).isEqualTo(200);
    return page.body();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}

package io.eventpipeline.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.runtime.kafka.KafkaContact;
import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.kafka.TopicSetup;
import io.eventpipeline.runtime.observe.LogRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that refuse to create the topic. */
class TopicSetupIT {
  private static final TopicSettings EVENTS = new TopicSettings("events", 2);
  private static final ResourcePattern CLUSTER =
      new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL);
  private static final ResourcePattern TOPIC =
      new ResourcePattern(ResourceType.TOPIC, EVENTS.name(), PatternType.LITERAL);

  @Test
  void a_client_that_may_not_create_the_topic_leaves_it_to_others(@TempDir Path dir)
      throws Exception {
    Map<String, String> authorizer =
        Map.of(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found", "true");
    try (LocalKafka kafka = LocalKafka.start(dir, 0, authorizer);
        AdminClient admin =
            AdminClient.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
      admin
          .createAcls(
              Arrays.asList(
                  acl(CLUSTER, AclOperation.ALL, AclPermissionType.ALLOW),
                  acl(CLUSTER, AclOperation.CREATE, AclPermissionType.DENY),
                  acl(TOPIC, AclOperation.ALL, AclPermissionType.ALLOW),
                  acl(TOPIC, AclOperation.CREATE, AclPermissionType.DENY)))
          .all()
          .get();
      TopicSetup topic = new TopicSetup(admin, EVENTS, new KafkaContact("here", ""));
      ensure(topic).get(1, TimeUnit.MINUTES);
      assertThat(admin.listTopics().names().get()).doesNotContain(EVENTS.name());
    }
  }

  private static CompletableFuture<Void> ensure(TopicSetup topic) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                topic.ensure(new CountDownLatch(1));
                done.complete(null);
              } catch (InterruptedException e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  @Test
  void a_topic_that_cannot_be_created_is_told_once_a_minute(@TempDir Path dir) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (LogRecorder log = LogRecorder.of(TopicSetup.class);
        LocalKafka kafka = LocalKafka.start(dir, 0, Map.of());
        AdminClient admin =
            AdminClient.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
      TopicSetup topic =
          new TopicSetup(admin, new TopicSettings("no/name", 1), new KafkaContact("here", ""));
      Thread trying =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      topic.ensure(closed);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      await().atMost(Duration.ofMinutes(1)).until(() -> !log.lines().isEmpty());
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofMinutes(1))
          .until(() -> log.lines().size() == 1);
      assertThat(log.messages().getFirst()).contains("no/name", "InvalidTopic");
      closed.countDown();
      trying.join();
    }
  }

  private static AclBinding acl(
      ResourcePattern resource, AclOperation operation, AclPermissionType permission) {
    return new AclBinding(
        resource, new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
  }
}

package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.local.AotCache;
import io.eventpipeline.local.JavaCommand;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.SqlSide;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The caches that {@code ./pipeline train} makes are used. */
class AotCacheIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static final Path CONSUMER = jar("testbed.consumer");
  private static final Path INGEST = jar("testbed.ingest");

  private @TempDir Path dir;

  @Test
  void broker_and_services_start_from_what_a_training_left() throws Exception {
    train();
    LocalRedis redis = STARTED.add(LocalRedis.start(dir.resolve("redis"), 0));
    LocalKafka kafka = STARTED.add(LocalKafka.start(dir.resolve("kafka"), 0, Map.of()));
    assertThat(LocalKafka.cache().isUsable()).isTrue();
    assertThat(kafka.tail()).doesNotContain("[aot");
    ServiceProcess ingest = STARTED.start(service(INGEST, kafka, redis));
    ServiceProcess consumer =
        STARTED.start(
            service(CONSUMER, kafka, redis)
                .classPath(jar("testbed.handler"))
                .classPath(SqlSide.jars())
                .jvm("-Dtestbed.runs=" + dir.resolve("runs.tsv")));
    ingest.awaitReady(Duration.ofMinutes(3));
    consumer.awaitReady(Duration.ofMinutes(3));
  }

  private void train() throws Exception {
    Path checkout = CONSUMER.getParent().getParent().getParent();
    List<String> command = JavaCommand.begin();
    command.addAll(
        List.of("-jar", checkout.resolve("local-stack/target/local-stack.jar").toString()));
    command.add("train");
    Process train = new ProcessBuilder(command).directory(checkout.toFile()).inheritIO().start();
    if (!train.waitFor(15, TimeUnit.MINUTES)) {
      train.destroy();
    }
    assertThat(train.waitFor()).isZero();
  }

  private ServiceProcess.Builder service(Path jar, LocalKafka kafka, LocalRedis redis) {
    assertThat(new AotCache(jar).isUsable()).isTrue();
    return ServiceProcess.of(jar.getFileName().toString(), jar)
        .env("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
        .env("REDIS_URI", redis.uri())
        .fromCache()
        .logTo(dir.resolve(jar.getFileName() + ".log"));
  }

  private static Path jar(String property) {
    return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
  }
}

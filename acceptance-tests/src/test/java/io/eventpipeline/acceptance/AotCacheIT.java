package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.local.AotCache;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheIT {
  private static final Path CONSUMER = jar("testbed.consumer");
  private static final Path INGEST = jar("testbed.ingest");

  private @TempDir Path dir;

  @Test
  void broker_and_services_start_from_what_a_training_left() throws Exception {
    train();
    try (LocalRedis redis = LocalRedis.start(dir.resolve("redis"), 0);
        LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of())) {
      assertThat(LocalKafka.cache().isUsable()).isTrue();
      assertThat(kafka.tail()).doesNotContain("[aot");
      try (ServiceProcess ingest = service(INGEST, kafka, redis).start();
          ServiceProcess consumer =
              service(CONSUMER, kafka, redis)
                  .classPath(jar("testbed.handler"))
                  .jvm("-Dtestbed.runs=" + dir.resolve("runs.tsv"))
                  .start()) {
        ingest.awaitReady(Duration.ofMinutes(3));
        consumer.awaitReady(Duration.ofMinutes(3));
      }
    }
  }

  private void train() throws Exception {
    Path checkout = CONSUMER.getParent().getParent().getParent();
    Process train =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                checkout.resolve("local-stack/target/local-stack.jar").toString(),
                "train")
            .directory(checkout.toFile())
            .inheritIO()
            .start();
    if (!train.waitFor(15, TimeUnit.MINUTES)) {
      train.destroy();
    }
    assertThat(train.waitFor()).isZero();
  }

  /** A JVM that does not start without a cache that is good for it. */
  private ServiceProcess.Builder service(Path jar, LocalKafka kafka, LocalRedis redis) {
    assertThat(new AotCache(jar).isUsable()).isTrue();
    return ServiceProcess.of(jar.getFileName().toString(), jar)
        .env("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
        .env("REDIS_URI", redis.uri())
        .jvm("-XX:AOTMode=on")
        .logTo(dir.resolve(jar.getFileName() + ".log"));
  }

  private static Path jar(String property) {
    return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
  }
}

package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.ServiceProcess;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Describes the services of one pipeline: each from its jar, with its log and its servers' places.
 *
 * @param dir for logs
 * @param cables connections of the first consumer alone; null if it has none of its own
 * @param sql null without projections
 */
record ServiceLauncher(
    PipelineBuilder how,
    Path dir,
    ServerAddresses servers,
    @Nullable Cables cables,
    @Nullable SqlSide sql) {

  /** The jar of the recording handler. */
  static Path handlers() {
    return Path.of(System.getProperty("testbed.handler"));
  }

  private ServiceProcess.Builder service(String name, String jarProperty) {
    ServiceProcess.Builder builder =
        ServiceProcess.of(name, Path.of(System.getProperty(jarProperty)))
            .env("KAFKA_BOOTSTRAP_SERVERS", servers.kafka())
            .env("REDIS_URI", servers.redis())
            .jvm("-XX:TieredStopAtLevel=1"); // warm within seconds, which is how long pipelines run
    return how.hasAgent() ? builder.withAgent() : builder;
  }

  ServiceProcess.Builder ingest(int port) {
    ServiceProcess.Builder builder =
        service("ingest", "testbed.ingest")
            .env("MICRONAUT_SERVER_PORT", "" + port)
            .jvm("-Xmx160m")
            .logTo(dir.resolve("ingest.log"));
    how.configureIngest(builder);
    return builder;
  }

  /**
   * @param number of this consumer, from 0
   */
  ServiceProcess.Builder consumer(int number) {
    ServiceProcess.Builder builder =
        service("consumer", "testbed.consumer")
            .jvm("-Xmx256m", "-Dtestbed.runs=" + dir.resolve("runs.tsv"))
            .logTo(dir.resolve("consumer-" + number + ".log"));
    if (cables != null && number == 0) {
      builder
          .env("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + cables.kafka().port())
          .env("REDIS_URI", "redis://127.0.0.1:" + cables.redis().port());
    }
    how.configureConsumer(builder);
    if (sql != null) {
      sql.project(builder);
    }
    return builder;
  }

  ServiceProcess.Builder pushWorker() {
    ServiceProcess.Builder builder = service("push worker", "testbed.push");
    how.configurePush(builder);
    return builder;
  }

  ServiceProcess.Builder query(int port) {
    ServiceProcess.Builder builder =
        service("query service", "testbed.query")
            .env("MICRONAUT_SERVER_PORT", "" + port)
            .logTo(dir.resolve("query.log"));
    how.configureQuery(builder);
    if (sql != null) {
      sql.serve(builder);
    }
    return builder;
  }

  /**
   * @param queryPort where the query service is, if there is one; else nobody answers there
   */
  ServiceProcess.Builder admin(int port, int queryPort) {
    ServiceProcess.Builder builder =
        service("dashboard", "testbed.admin")
            .env("MICRONAUT_SERVER_PORT", "" + port)
            .env("QUERY_URL", "http://127.0.0.1:" + queryPort)
            .healthAt(FreePort.find())
            .logTo(dir.resolve("dashboard.log"));
    AdminSide.addToken(builder);
    how.configureAdmin(builder);
    return builder;
  }
}

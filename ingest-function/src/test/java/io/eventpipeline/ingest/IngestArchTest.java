package io.eventpipeline.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.micronaut.http.annotation.Controller;

@AnalyzeClasses(
    packages = "io.eventpipeline.ingest",
    importOptions = ImportOption.DoNotIncludeTests.class)
class IngestArchTest {
  @ArchTest
  static final ArchRule only_http_knows_the_transport =
      noClasses()
          .that()
          .resideOutsideOfPackages("..ingest.http..", "io.eventpipeline.ingest")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micronaut.http..", "..ingest.http..");

  /** The Redis client runs on a Netty thread, which flushes the commands. */
  @ArchTest
  static final ArchRule only_the_server_and_redis_know_netty =
      noClasses()
          .that()
          .resideOutsideOfPackages("..http.netty..", "..ingest.redis..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty..",
              "io.micronaut.http.netty..",
              "io.micronaut.http.server.netty..",
              "..ingest.http.netty..");

  @ArchTest
  static final ArchRule only_publish_and_backpressure_know_kafka =
      noClasses()
          .that()
          .resideOutsideOfPackages("..publish..", "..backpressure..", "io.eventpipeline.ingest")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule only_redis_knows_its_client =
      noClasses()
          .that()
          .resideOutsideOfPackage("..ingest.redis..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lettuce..");

  @ArchTest
  static final ArchRule each_controller_but_health_and_webhooks_asks_for_keys =
      classes()
          .that()
          .areAnnotatedWith(Controller.class)
          .and()
          .doNotHaveSimpleName("ApiHealthController")
          .and()
          .doNotHaveSimpleName("WebhookController")
          .should()
          .beAnnotatedWith("io.eventpipeline.ingest.http.Protected");

  @ArchTest
  static final ArchRule arrows_point_one_way =
      slices().matching("io.eventpipeline.ingest.(*)..").should().beFreeOfCycles();
}

package io.eventpipeline.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.eventpipeline.ingest",
    importOptions = ImportOption.DoNotIncludeTests.class)
class IngestArchTest {
  @ArchTest
  static final ArchRule only_http_knows_the_transport =
      noClasses()
          .that()
          .resideInAnyPackage("..accept..", "..limit..", "..publish..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micronaut.http..", "io.netty..", "..ingest.http..");

  @ArchTest
  static final ArchRule only_publish_knows_kafka =
      noClasses()
          .that()
          .resideInAnyPackage("..accept..", "..limit..", "..ingest.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule only_limit_knows_redis =
      noClasses()
          .that()
          .resideInAnyPackage("..accept..", "..publish..", "..ingest.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lettuce..");

  @ArchTest
  static final ArchRule only_lambda_knows_aws =
      noClasses()
          .that()
          .resideOutsideOfPackage("..ingest.lambda..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.amazonaws..", "..ingest.lambda..");

  @ArchTest
  static final ArchRule arrows_point_one_way =
      slices().matching("io.eventpipeline.ingest.(*)..").should().beFreeOfCycles();
}

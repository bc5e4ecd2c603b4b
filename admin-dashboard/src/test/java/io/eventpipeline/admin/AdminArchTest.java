package io.eventpipeline.admin;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.eventpipeline.runtime.time.RawTime;

@AnalyzeClasses(
    packages = "io.eventpipeline.admin",
    importOptions = ImportOption.DoNotIncludeTests.class)
class AdminArchTest {
  private static final String COMMAND = "..admin.command..";

  @ArchTest
  static final ArchRule arrows_point_one_way =
      slices().matching("io.eventpipeline.admin.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_commands_know_the_command_line_and_the_local_pipeline =
      noClasses()
          .that()
          .resideOutsideOfPackage(COMMAND)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "io.eventpipeline.local..");

  @ArchTest
  static final ArchRule only_what_publishes_or_reads_records_knows_kafka_clients =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..admin.replay..", "..admin.skipped..", "..admin.log..", COMMAND)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka.clients..");

  @ArchTest
  static final ArchRule the_core_knows_no_consumer =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.eventpipeline.consumer..");

  @ArchTest
  static final ArchRule clocks_are_read_and_threads_sleep_in_one_place_only =
      noClasses()
          .that()
          .resideOutsideOfPackage(COMMAND)
          .should()
          .accessTargetWhere(describe("reads a clock or sleeps", RawTime::is));
}

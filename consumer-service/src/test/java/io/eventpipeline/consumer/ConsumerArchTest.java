package io.eventpipeline.consumer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.eventpipeline.runtime.time.SystemTime;
import io.micronaut.context.annotation.ConfigurationProperties;

@AnalyzeClasses(
    packages = "io.eventpipeline.consumer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ConsumerArchTest {
  private static final String[] CLIENTS_AND_FRAMEWORK = {
    "org.apache.kafka..", "io.lettuce..", "io.micronaut.."
  };

  /** Bean definitions, which the framework writes at compile time. */
  private static final String GENERATED = ".*\\.\\$.*";

  /** Settings are bound by the framework; all else is plain Java. */
  @ArchTest
  static final ArchRule order_and_retry_are_pure =
      noClasses()
          .that()
          .resideInAnyPackage("..consumer.order..", "..consumer.retry..")
          .and()
          .areNotAnnotatedWith(ConfigurationProperties.class)
          .and()
          .haveNameNotMatching(GENERATED)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CLIENTS_AND_FRAMEWORK);

  @ArchTest
  static final ArchRule handlers_do_not_know_the_transport =
      noClasses()
          .that()
          .resideInAPackage("..consumer.handle..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.lettuce..", "io.micronaut.configuration..");

  @ArchTest
  static final ArchRule the_ledger_does_not_know_kafka =
      noClasses()
          .that()
          .resideInAPackage("..consumer.ledger..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.micronaut.configuration.kafka..");

  @ArchTest
  static final ArchRule only_the_ledger_knows_lettuce =
      noClasses()
          .that()
          .resideOutsideOfPackage("..consumer.ledger..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lettuce..");

  /** So that tests can move the time by hand, and no thread sleeps unseen. */
  @ArchTest
  static final ArchRule clocks_are_read_and_threads_sleep_in_one_place_only =
      noClasses().should().accessTargetWhere(describe("reads a clock or sleeps", RawTime::is));

  /** The package decides by the time that it is given. */
  @ArchTest
  static final ArchRule decisions_know_no_clock =
      noClasses()
          .that()
          .resideInAnyPackage("..consumer.order..", "..consumer.offset..", "..consumer.retry..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(SystemTime.class);

  @ArchTest
  static final ArchRule arrows_point_one_way =
      slices().matching("io.eventpipeline.consumer.(*)..").should().beFreeOfCycles();
}

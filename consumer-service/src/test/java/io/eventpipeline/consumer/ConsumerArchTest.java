package io.eventpipeline.consumer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.eventpipeline.runtime.time.RawTime;
import io.eventpipeline.runtime.time.SystemTime;
import io.micronaut.context.annotation.ConfigurationProperties;

@AnalyzeClasses(
    packages = "io.eventpipeline.consumer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ConsumerArchTest {
  private static final String KAFKA = "org.apache.kafka..";
  private static final String KAFKA_OF_MICRONAUT = "io.micronaut.configuration.kafka..";
  private static final String[] PURE = {
    "..consumer.order..", "..consumer.offset..", "..consumer.retry.."
  };

  /** Bean definitions, which the framework writes at compile time. */
  private static final String GENERATED = ".*\\.\\$.*";

  @ArchTest
  static final ArchRule arrows_point_from_listen_through_engine_to_the_rest =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("listen")
          .definedBy("..consumer.listen..")
          .layer("engine")
          .definedBy("..consumer.engine..")
          .layer("order")
          .definedBy("..consumer.order..")
          .layer("offset")
          .definedBy("..consumer.offset..")
          .layer("handle")
          .definedBy("..consumer.handle..")
          .layer("retry")
          .definedBy("..consumer.retry..")
          .layer("ledger")
          .definedBy("..consumer.ledger..")
          .layer("outbox")
          .definedBy("..consumer.outbox..")
          .whereLayer("outbox")
          .mayOnlyBeAccessedByLayers("handle", "ledger")
          .whereLayer("listen")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("listen")
          .whereLayer("offset")
          .mayOnlyBeAccessedByLayers("listen", "engine")
          .whereLayer("ledger")
          .mayOnlyBeAccessedByLayers("listen", "engine")
          .whereLayer("handle")
          .mayOnlyBeAccessedByLayers("listen", "engine")
          .whereLayer("retry")
          .mayOnlyBeAccessedByLayers("handle")
          .whereLayer("order")
          .mayOnlyBeAccessedByLayers("listen", "engine", "handle", "ledger");

  @ArchTest
  static final ArchRule arrows_point_one_way =
      slices().matching("io.eventpipeline.consumer.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_listen_knows_kafka =
      noClasses()
          .that()
          .resideOutsideOfPackage("..consumer.listen..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(KAFKA, KAFKA_OF_MICRONAUT);

  @ArchTest
  static final ArchRule only_the_ledger_knows_lettuce =
      noClasses()
          .that()
          .resideOutsideOfPackage("..consumer.ledger..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lettuce..");

  /** The framework binds settings; all else is plain Java. */
  @ArchTest
  static final ArchRule decisions_are_pure =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .and()
          .areNotAnnotatedWith(ConfigurationProperties.class)
          .and()
          .haveNameNotMatching(GENERATED)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(KAFKA, "io.lettuce..", "io.micronaut..");

  /** Decisions get the time as a parameter. */
  @ArchTest
  static final ArchRule decisions_know_no_clock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(SystemTime.class);

  @ArchTest
  static final ArchRule clocks_are_read_and_threads_sleep_in_one_place_only =
      noClasses().should().accessTargetWhere(describe("reads a clock or sleeps", RawTime::is));
}

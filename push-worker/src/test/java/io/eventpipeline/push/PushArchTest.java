package io.eventpipeline.push;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.eventpipeline.runtime.time.RawTime;
import io.eventpipeline.runtime.time.SystemTime;

@AnalyzeClasses(
    packages = "io.eventpipeline.push",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PushArchTest {
  private static final String[] PURE = {"..push.note..", "..push.retry.."};

  /** Bean definitions, which the framework writes at compile time. */
  private static final String GENERATED = ".*\\.\\$.*";

  @ArchTest
  static final ArchRule arrows_point_one_way =
      slices().matching("io.eventpipeline.push.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_the_outbox_knows_lettuce =
      noClasses()
          .that()
          .resideOutsideOfPackage("..push.outbox..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lettuce..");

  @ArchTest
  static final ArchRule decisions_are_pure =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .and()
          .haveNameNotMatching(GENERATED)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.lettuce..", "io.micronaut..");

  @ArchTest
  static final ArchRule decisions_know_no_clock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .or()
          .haveSimpleName("AwayRule")
          .or()
          .haveSimpleName("DeliveryProgress")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(SystemTime.class);

  @ArchTest
  static final ArchRule clocks_are_read_and_threads_sleep_in_one_place_only =
      noClasses().should().accessTargetWhere(describe("reads a clock or sleeps", RawTime::is));
}

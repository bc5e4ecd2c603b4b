package io.eventpipeline.query;

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
    packages = "io.eventpipeline.query",
    importOptions = ImportOption.DoNotIncludeTests.class)
class QueryArchTest {
  @ArchTest
  static final ArchRule arrows_point_one_way =
      slices().matching("io.eventpipeline.query.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_one_package_knows_lettuce =
      noClasses()
          .that()
          .resideOutsideOfPackage("..query.redis..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lettuce..");

  @ArchTest
  static final ArchRule only_one_package_knows_sql =
      noClasses()
          .that()
          .resideOutsideOfPackage("..query.sql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "javax.sql..", "com.zaxxer..", "io.micronaut.configuration.jdbc..");

  @ArchTest
  static final ArchRule only_the_transport_knows_http =
      noClasses()
          .that()
          .resideOutsideOfPackage("..query.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micronaut.http..");

  @ArchTest
  static final ArchRule tables_and_counts_are_pure =
      noClasses()
          .that()
          .resideInAPackage("..query.packed..")
          .or()
          .haveSimpleName("WindowMirror")
          .or()
          .haveSimpleName("WindowTotals")
          .or()
          .haveSimpleName("ReferenceTable")
          .or()
          .haveSimpleName("TableBuilder")
          .or()
          .haveSimpleName("TableChunks")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.lettuce..", "io.micronaut..", "io.micrometer..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(SystemTime.class);

  @ArchTest
  static final ArchRule clocks_are_read_and_threads_sleep_in_one_place_only =
      noClasses().should().accessTargetWhere(describe("reads a clock or sleeps", RawTime::is));
}

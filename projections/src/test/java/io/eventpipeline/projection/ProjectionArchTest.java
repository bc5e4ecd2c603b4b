package io.eventpipeline.projection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.eventpipeline.projection",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ProjectionArchTest {
  @ArchTest
  static final ArchRule arrows_point_from_handle_through_write_to_the_rest =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("handle")
          .definedBy("..projection.handle..")
          .layer("write")
          .definedBy("..projection.write..")
          .layer("sql")
          .definedBy("..projection.sql..")
          .layer("row")
          .definedBy("..projection.row..")
          .layer("observe")
          .definedBy("..projection.observe..")
          .layer("rebuild")
          .definedBy("..projection.rebuild..")
          .whereLayer("handle")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("rebuild")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("write")
          .mayOnlyBeAccessedByLayers("handle")
          .whereLayer("sql")
          .mayOnlyBeAccessedByLayers("write", "rebuild")
          .whereLayer("observe")
          .mayOnlyBeAccessedByLayers("handle", "write");

  @ArchTest
  static final ArchRule arrows_point_one_way =
      slices().matching("io.eventpipeline.projection.(*)..").should().beFreeOfCycles();

  /** It is a jar in a class path that belongs to the consumer. */
  @ArchTest
  static final ArchRule knows_the_contract_and_no_other_part_of_the_pipeline =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.eventpipeline.runtime..", "io.eventpipeline.consumer..");

  @ArchTest
  static final ArchRule only_rebuild_reads_the_topic =
      noClasses()
          .that()
          .resideOutsideOfPackage("..projection.rebuild..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule rows_are_pure =
      noClasses()
          .that()
          .resideInAPackage("..projection.row..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "javax.sql..", "io.micronaut..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule only_sql_write_and_rebuild_know_jdbc =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..projection.sql..", "..projection.write..", "..projection.rebuild..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..");
}

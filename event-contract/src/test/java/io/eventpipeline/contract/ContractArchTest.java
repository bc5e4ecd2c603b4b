package io.eventpipeline.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.eventpipeline.contract",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ContractArchTest {
  @ArchTest
  static final ArchRule the_contract_knows_no_framework_and_no_client =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.eventpipeline.contract..",
              "java..",
              "com.fasterxml.jackson.core..",
              "org.jspecify.annotations");

  @ArchTest
  static final ArchRule nothing_behind_the_forms_knows_forms =
      noClasses()
          .that()
          .resideInAPackage("io.eventpipeline.contract")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.eventpipeline.contract.forms..");
}

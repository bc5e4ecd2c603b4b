package io.eventpipeline.ingest.function;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.eventpipeline.ingest.http.IgnoredHeaders;

/** Covers the API's own classes too, which are a library of this module. */
@AnalyzeClasses(
    packages = "io.eventpipeline.ingest",
    importOptions = ImportOption.DoNotIncludeTests.class)
class FunctionArchTest {
  @ArchTest
  static final ArchRule only_the_function_knows_aws =
      noClasses()
          .that()
          .resideOutsideOfPackage("..ingest.function..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.amazonaws..", "io.micronaut.function..", "..ingest.function..");

  @ArchTest
  static final ArchRule the_function_leaves_http_to_the_framework =
      noClasses()
          .that()
          .resideInAPackage("..ingest.function..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "..ingest.http..", "io.netty..", "org.apache.kafka..", "io.lettuce..")
                  .and(not(type(IgnoredHeaders.class))));
}

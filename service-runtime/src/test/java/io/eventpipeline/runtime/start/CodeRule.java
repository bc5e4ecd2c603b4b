package io.eventpipeline.runtime.start;

import io.eventpipeline.runtime.config.Secret;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.validation.validator.constraints.ConstraintValidator;
import io.micronaut.validation.validator.constraints.ConstraintValidatorContext;
import jakarta.inject.Singleton;
import jakarta.validation.Constraint;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Three digits. */
@Constraint(validatedBy = CodeRule.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@interface CodeRule {
  String message() default "must be three digits";

  /** Looks. */
  @Singleton
  final class Validator implements ConstraintValidator<CodeRule, Secret> {
    @Override
    public boolean isValid(
        Secret value, AnnotationValue<CodeRule> annotation, ConstraintValidatorContext context) {
      return value.value().matches("[0-9]{3}");
    }
  }
}

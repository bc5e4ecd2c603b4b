package io.eventpipeline.runtime.config;

import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.validation.validator.constraints.ConstraintValidator;
import io.micronaut.validation.validator.constraints.ConstraintValidatorContext;
import jakarta.inject.Singleton;
import jakarta.validation.Constraint;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * Marks a settings record whose values must fit together. The record implements {@link Settings}.
 */
@Constraint(validatedBy = CrossChecked.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CrossChecked {
  /** Filled in by the validator. */
  String message() default "does not fit together";

  /** A record that checks its own values. */
  interface Settings {
    /** The conflict, with names and values of the properties; null if there is none. */
    @Nullable String conflict();
  }

  @Singleton
  final class Validator implements ConstraintValidator<CrossChecked, Settings> {
    @Override
    public boolean isValid(
        @Nullable Settings value,
        AnnotationValue<CrossChecked> annotation,
        ConstraintValidatorContext context) {
      String conflict = value == null ? null : value.conflict();
      if (conflict != null) {
        context.messageTemplate(conflict);
      }
      return conflict == null;
    }
  }
}

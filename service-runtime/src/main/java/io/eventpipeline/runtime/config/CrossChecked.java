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

/** A settings record whose values must fit together. It implements {@link Settings}. */
@Constraint(validatedBy = CrossChecked.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CrossChecked {
  /** Filled in by the validator. */
  String message() default "does not fit together";

  /** Knows what must fit together. */
  interface Settings {
    /** What does not fit, with the names and values of the properties; null if all does. */
    @Nullable String conflict();
  }

  /** Asks the record. */
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

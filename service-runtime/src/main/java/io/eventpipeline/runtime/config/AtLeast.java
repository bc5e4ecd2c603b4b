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
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The minimum of a duration setting. */
@Constraint(validatedBy = AtLeast.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface AtLeast {
  /** In ISO-8601, such as {@code PT1S}. */
  String value();

  /** Filled in by the validator. */
  String message() default "is too short";

  /** Accepts null. */
  @Singleton
  final class Validator implements ConstraintValidator<AtLeast, Duration> {
    @Override
    public boolean isValid(
        @Nullable Duration value,
        AnnotationValue<AtLeast> annotation,
        ConstraintValidatorContext context) {
      Duration least = Duration.parse(annotation.stringValue().orElseThrow());
      context.messageTemplate("must be at least " + inWords(least));
      return value == null || value.compareTo(least) >= 0;
    }

    private static String inWords(Duration duration) {
      return duration.toMillis() % 1000 == 0
          ? duration.toSeconds() + "s"
          : duration.toMillis() + "ms";
    }
  }
}

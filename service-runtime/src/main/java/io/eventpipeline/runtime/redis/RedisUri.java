package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.config.Secret;
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

/** A URI that {@link RedisAddress} accepts. */
@Constraint(validatedBy = RedisUri.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface RedisUri {
  /** What the operator must write. */
  String message() default
      "must be a URI like redis://host:6379, with other characters of a password as %XX";

  /** Parses. Null passes. */
  @Singleton
  final class Validator implements ConstraintValidator<RedisUri, Secret> {
    @Override
    public boolean isValid(
        @Nullable Secret value,
        AnnotationValue<RedisUri> annotation,
        ConstraintValidatorContext context) {
      return value == null || RedisAddress.find(value.value()) != null;
    }
  }
}

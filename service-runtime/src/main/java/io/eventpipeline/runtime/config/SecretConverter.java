package io.eventpipeline.runtime.config;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.convert.TypeConverter;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads a {@link Secret} from configuration. */
@Singleton
final class SecretConverter implements TypeConverter<CharSequence, Secret> {
  @Override
  public Optional<Secret> convert(
      CharSequence value, Class<Secret> type, ConversionContext context) {
    return Optional.of(new Secret(value.toString()));
  }
}

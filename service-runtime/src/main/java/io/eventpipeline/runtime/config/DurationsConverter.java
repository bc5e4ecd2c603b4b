package io.eventpipeline.runtime.config;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.core.convert.TypeConverter;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@link Durations} from configuration; a single wrong one makes the whole list wrong. */
@Singleton
final class DurationsConverter implements TypeConverter<Object, Durations> {
  @Override
  public Optional<Durations> convert(
      Object value, Class<Durations> type, ConversionContext context) {
    try {
      return Optional.of(new Durations(texts(value).map(DurationsConverter::duration).toList()));
    } catch (IllegalArgumentException wrong) {
      context.reject(value, wrong);
      return Optional.empty();
    }
  }

  private static Stream<String> texts(Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().map(String::valueOf);
    }
    String text = value.toString().strip();
    return text.isEmpty() ? Stream.of() : Arrays.stream(text.split(",", -1));
  }

  private static Duration duration(String text) {
    return ConversionService.SHARED
        .convert(text.strip(), Duration.class)
        .orElseThrow(() -> new IllegalArgumentException("not a duration: " + text));
  }
}

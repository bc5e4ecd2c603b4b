package io.eventpipeline.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.eventpipeline.contract.BundledHandler;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a start needs. No server runs: a consumer starts while its database is away. */
class ProjectionStartTest {
  private static final Map<String, Object> ON =
      Map.of(
          "projections.enabled", "true",
          "datasources.default.url", "jdbc:postgresql://127.0.0.1:9/pipeline?password=s3cret");

  private static ApplicationContext start(Map<String, Object> settings) {
    return ApplicationContext.run(settings);
  }

  @Test
  void it_is_off_by_default() {
    try (ApplicationContext context = start(Map.of())) {
      assertThat(context.findBean(BundledHandler.class)).isEmpty();
    }
  }

  @Test
  void all_types_are_taken_by_default_and_some_if_named() {
    try (ApplicationContext context = start(ON)) {
      assertThat(context.getBean(BundledHandler.class).types())
          .containsExactlyInAnyOrder(
              "UserCreatedEvent",
              "OrderPlacedEvent",
              "PaymentSettledEvent",
              "InventoryAdjustedEvent");
    }
    Map<String, Object> some = new HashMap<>(ON);
    some.put("projections.types", "UserCreatedEvent, InventoryAdjustedEvent");
    try (ApplicationContext context = start(some)) {
      assertThat(context.getBean(BundledHandler.class).types())
          .containsExactlyInAnyOrder("UserCreatedEvent", "InventoryAdjustedEvent");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "projections.enabled=maybe         | enabled - must be true or false",
        "projections.enabled=              | enabled - must be true or false",
        "projections.types=OrderPlaced     | projections.types must be some of UserCreatedEvent,",
        "projections.types=                | projections.types must be some of UserCreatedEvent,",
        "projections.reader=a\"b           | reader - must be the name of a role",
        "handler.timeout=16s               | handler.timeout must be above 16 s with projections",
      })
  void a_wrong_setting_stops_the_start_by_its_name(String setting, String line) {
    Map<String, Object> settings = new HashMap<>(ON);
    String[] pair = setting.split("=", 2);
    settings.put(pair[0], pair[1]);

    Throwable failure = catchThrowable(() -> start(settings).close());

    assertThat(failure).isNotNull();
    assertThat(messages(failure)).contains(line).doesNotContain("s3cret");
  }

  @Test
  void a_missing_database_stops_the_start_by_its_name() {
    Throwable failure = catchThrowable(() -> start(Map.of("projections.enabled", "true")).close());

    assertThat(messages(failure)).contains("datasources.default.url is missing");
  }

  @Test
  void the_defaults_stand_in_the_reference() throws IOException {
    try (ApplicationContext context = start(Map.of())) {
      ProjectionSettings settings = context.getBean(ProjectionSettings.class);
      assertThat(Files.readString(Path.of("..", "docs", "reference.md")))
          .contains("| `projections.enabled` | `%s` |".formatted(settings.enabled()))
          .contains("| `projections.types` | `%s` |".formatted(String.join(",", settings.types())))
          .contains("| `projections.reader` | `%s` |".formatted(settings.reader()));
    }
  }

  private static String messages(Throwable failure) {
    return Stream.<Throwable>iterate(failure, t -> t != null, Throwable::getCause)
        .map(Throwable::getMessage)
        .collect(Collectors.joining("\n"));
  }
}

package io.eventpipeline.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlConnectionTest {
  private static final String URL = "datasources.default.url";

  private static String urlIn(Map<String, Object> settings, PropertySource variable) {
    try (ApplicationContext context =
        ApplicationContext.builder(settings).propertySources(variable).build()) {
      context.getEnvironment().start();
      return context.getProperty(URL, String.class).orElse("none");
    }
  }

  @Test
  void the_variable_counts_only_where_the_setting_is_absent() {
    PropertySource variable = SqlConnection.source(" jdbc:postgresql://db/events ");
    assertThat(variable).isNotNull();
    assertThat(urlIn(Map.of(), variable)).isEqualTo("jdbc:postgresql://db/events");
    assertThat(urlIn(Map.of(URL, "jdbc:postgresql://own/db"), variable))
        .isEqualTo("jdbc:postgresql://own/db");
  }

  @Test
  void an_empty_variable_is_none() {
    assertThat(SqlConnection.source(null)).isNull();
    assertThat(SqlConnection.source(" ")).isNull();
  }
}

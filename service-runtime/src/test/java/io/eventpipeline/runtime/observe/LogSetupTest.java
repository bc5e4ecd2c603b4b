package io.eventpipeline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogSetupTest {
  @AfterEach
  void asBefore() {
    run("text").close();
    System.clearProperty("log.format");
  }

  @Test
  void a_format_that_only_the_configuration_names_is_used() {
    assertThat(encoder()).contains("Pattern");
    try (ApplicationContext context = run("json")) {
      assertThat(context.isRunning()).isTrue();
      assertThat(encoder()).doesNotContain("Pattern");
    }
  }

  private static ApplicationContext run(String format) {
    return ApplicationContext.run(Map.of("log.format", format, "events.schemas", ""));
  }

  private static String encoder() {
    LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    OutputStreamAppender<ILoggingEvent> console =
        (OutputStreamAppender<ILoggingEvent>) loggers.getLogger("ROOT").getAppender("CONSOLE");
    return console.getEncoder().getClass().getSimpleName();
  }
}

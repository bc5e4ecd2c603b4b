package io.eventpipeline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines as log-text.xml and log-json.xml make them. */
class LogLinesTest {
  private static final String FORGED = "12:00:00.000 ERROR Ledger all is lost";

  private static String line(
      String format, String message, @Nullable Throwable thrown, Map<String, String> fields)
      throws Exception {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        new ByteArrayInputStream(
            """
            <configuration>
              <include resource="log-%s.xml"/>
              <root level="INFO"><appender-ref ref="CONSOLE"/></root>
            </configuration>
            """
                .formatted(format)
                .getBytes(StandardCharsets.UTF_8)));
    Logger root = context.getLogger("ROOT");
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("a.Shop"), Level.WARN, "{}", thrown, array(message));
    event.setMDCPropertyMap(fields);
    OutputStreamAppender<ILoggingEvent> console =
        (OutputStreamAppender<ILoggingEvent>) root.getAppender("CONSOLE");
    return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  private static Object[] array(String message) {
    return new Object[] {message};
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\u000B", "\f", "\u0000"})
  void no_text_of_a_client_begins_a_line(String end) throws Exception {
    for (String format : new String[] {"text", "json"}) {
      String line =
          line(
              format,
              "user ann" + end + FORGED,
              new IOException("row" + end + FORGED, new IOException("cause" + end + FORGED)),
              Map.of("event_id", "e" + end + FORGED, "user_id", "ann" + end + FORGED));
      assertThat(line).contains("user ann\\", "row\\", "cause\\", "e\\");
      assertThat(line.split("\\R|\u0000")).noneMatch(one -> one.startsWith(FORGED));
    }
  }

  @Test
  void no_text_of_a_client_steers_a_terminal() throws Exception {
    String codes = "\u001B[2J\u009B31m\u0007\b\u007F\u202E\u2066\u200F";
    for (String format : new String[] {"text", "json"}) {
      String line = line(format, codes, new IOException(codes), Map.of("event_id", codes));
      assertThat(line.replaceAll("[\n\t]", "").chars()).noneMatch(OneLine::isControl);
      assertThat(line.toLowerCase(java.util.Locale.ROOT))
          .contains("\\u001b[2j\\u009b31m\\u0007")
          .contains("\\u202e\\u2066\\u200f");
    }
  }

  @Test
  void a_trace_keeps_its_lines() throws Exception {
    String[] lines = line("text", "it broke", new IOException("disk full"), Map.of()).split("\n");
    assertThat(lines[0]).endsWith(" WARN  Shop it broke");
    assertThat(lines[1]).isEqualTo("java.io.IOException: disk full");
    assertThat(lines[2]).startsWith("\tat io.eventpipeline.runtime.observe.LogLinesTest.");
  }

  @Test
  void other_text_stays_as_it_is() throws Exception {
    assertThat(line("text", "für 😀 C:\\tmp", null, Map.of("event_id", "e-1")))
        .endsWith(" WARN  Shop [e-1] für 😀 C:\\tmp\n");
    assertThat(line("json", "für", null, Map.of())).contains("\"message\":\"für\"");
  }

  @Test
  void a_trace_is_cut() throws Exception {
    IOException big = new IOException("x".repeat(1_000_000));
    assertThat(line("text", "it broke", big, Map.of())).hasSizeLessThan(3_100);
    assertThat(line("json", "it broke", big, Map.of())).hasSizeLessThan(3_500);
  }
}

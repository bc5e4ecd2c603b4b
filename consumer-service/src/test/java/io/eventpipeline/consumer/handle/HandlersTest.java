package io.eventpipeline.consumer.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.contract.BundledHandler;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlersTest {
  private record Teams(Set<String> types) implements EventHandler {
    @Override
    public void handle(Event event) {}
  }

  private record Bundled(Set<String> types) implements BundledHandler {
    @Override
    public void handle(Event event) {}
  }

  private static final EventHandler TEAMS = new Teams(Set.of("team"));
  private static final EventHandler BUNDLED = new Bundled(Set.of("bundled"));

  @Test
  void two_handlers_for_one_type_stop_the_start() {
    EventHandler other = new Teams(Set.of("bundled", "other"));
    assertThatThrownBy(() -> new Handlers(List.of(BUNDLED, other), Set.of()))
        .hasMessageContaining("two handlers take the type 'bundled'");
    assertThatThrownBy(() -> new Handlers(List.of(new Teams(Set.of())), Set.of()))
        .hasMessageContaining("takes no type");
  }

  @Test
  void without_a_team_the_built_in_handler_takes_what_no_bundled_one_does() {
    Handlers handlers = new Handlers(List.of(BUNDLED), Set.of());
    assertThat(handlers.of("bundled")).isSameAs(BUNDLED);
    assertThat(handlers.of("anything")).isInstanceOf(BuiltInHandler.class);
    assertThat(new Handlers(List.of(), Set.of()).of("anything")).isInstanceOf(BuiltInHandler.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'',      team,     TEAMS",
    "'',      bundled,  BUNDLED",
    "'',      other,    NONE",
    "other,   other,    BUILT_IN",
    "other,   third,    NONE",
    "other,   team,     TEAMS",
    "*,       third,    BUILT_IN",
    "*,       team,     TEAMS",
    "*,       bundled,  BUNDLED",
  })
  void with_a_team_the_built_in_handler_takes_the_named_types_only(
      String builtIn, String type, String taken) {
    Handlers handlers =
        new Handlers(List.of(TEAMS, BUNDLED), builtIn.isEmpty() ? Set.of() : Set.of(builtIn));
    EventHandler handler = handlers.of(type);
    switch (taken) {
      case "TEAMS" -> assertThat(handler).isSameAs(TEAMS);
      case "BUNDLED" -> assertThat(handler).isSameAs(BUNDLED);
      case "BUILT_IN" -> assertThat(handler).isInstanceOf(BuiltInHandler.class);
      default -> assertThat(handler).isNull();
    }
  }

  @Test
  void a_line_tells_a_teams_handler_from_a_bundled_one() {
    assertThat(new Handlers(List.of(TEAMS, BUNDLED), Set.of()).lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("handler ").endsWith(" takes team"),
            line -> assertThat(line).startsWith("bundled handler ").endsWith(" takes bundled"));
  }

  @Test
  void projections_that_are_on_and_missing_stop_the_start() {
    ProjectionSwitch on = new ProjectionSwitch("true");
    assertThatThrownBy(() -> on.check(List.of(TEAMS)))
        .hasMessageStartingWith("projections.enabled is true")
        .hasMessageContaining("projections/*");
    on.check(List.of(TEAMS, BUNDLED));
    new ProjectionSwitch("false").check(List.of());
  }
}

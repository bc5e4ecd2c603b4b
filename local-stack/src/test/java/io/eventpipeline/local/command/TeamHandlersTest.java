package io.eventpipeline.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TeamHandlersTest {
  private static final String API = "http://localhost:3000";

  @Test
  void they_are_read_out_of_a_log_of_text_and_of_json() {
    String log =
        """
        08:00:00.000 INFO  Settings handler com.acme.Orders in or ders.jar takes order.created, order.paid
        {"time":"2026-…","message":"handler com.acme.Mail in mail.jar takes mail","logger":"Settings"}
        08:00:01.000 INFO  RedisLink Redis is there
        """;
    TeamHandlers handlers = TeamHandlers.in(log);
    assertThat(handlers.lines())
        .containsExactly(
            "handler com.acme.Orders (or ders.jar) takes order.created, order.paid",
            "handler com.acme.Mail (mail.jar) takes mail");
    assertThat(handlers.types()).containsExactly("mail", "order.created", "order.paid");
  }

  @Test
  void those_that_come_with_the_pipeline_are_not_the_teams() {
    String log =
        """
        12:00:00 INFO  Settings bundled handler io.eventpipeline.projection.A in projections.jar takes A
        12:00:00 INFO  Settings bundled handler io.eventpipeline.projection.B takes B
        """;
    assertThat(TeamHandlers.in(log).all()).isEmpty();
  }

  @Test
  void what_the_built_in_one_takes_beside_them_is_taken_too() {
    String log = "handler a.B in c.jar takes x\nINFO  HandlerFactory the built-in handler takes ";
    TeamHandlers some = TeamHandlers.in(log + "demo, greeting\nnext");
    assertThat(some.types()).containsExactly("demo", "greeting", "x");
    assertThat(some.lines()).last().isEqualTo("the built-in handler takes demo, greeting");
    TeamHandlers any = TeamHandlers.in(log + "*");
    assertThat(any.types()).isEmpty();
    assertThat(any.invitation(API)).contains("pipeline demo").doesNotContain("dead letters");
  }

  @Test
  void without_any_every_type_is_taken() {
    TeamHandlers none = TeamHandlers.in("INFO  RedisLink Redis is there");
    assertThat(none.invitation(API)).contains("\"type\":\"greeting\"").contains("pipeline demo");
    assertThatCode(() -> TeamHandlers.requireTaken("demo", "")).doesNotThrowAnyException();
  }

  @Test
  void what_is_proposed_has_a_type_that_is_taken_or_is_left_out() {
    assertThat(TeamHandlers.in("handler a.B in c.jar takes x'y, z").invitation(API))
        .contains("\"type\":\"z\"")
        .contains("dead letters");
    assertThat(TeamHandlers.in("handler a.B in c.jar takes x'y").invitation(API))
        .doesNotContain("curl")
        .contains("dead letters");
  }

  @Test
  void a_type_that_none_takes_is_refused() {
    String types = String.join("\n", List.of("a", "b"));
    assertThatCode(() -> TeamHandlers.requireTaken("b", types)).doesNotThrowAnyException();
    assertThatThrownBy(() -> TeamHandlers.requireTaken("demo", types)).hasMessageContaining("a, b");
  }
}

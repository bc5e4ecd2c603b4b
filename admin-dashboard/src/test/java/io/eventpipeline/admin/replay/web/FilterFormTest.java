package io.eventpipeline.admin.replay.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.deadletter.DeadLetterFilter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterFormTest {
  private static FilterForm form(Map<String, String> parameters) {
    return FilterForm.of(name -> parameters.getOrDefault(name, ""));
  }

  @Test
  void an_empty_one_means_all() {
    assertThat(form(Map.of()).filter())
        .isEqualTo(new DeadLetterFilter(null, null, null, null, null, 0));
    assertThat(form(Map.of()).isEmpty()).isTrue();
  }

  @Test
  void times_are_utc_in_three_forms() {
    long noon = 1_763_640_000_000L;
    for (String text : new String[] {"2025-11-20T12:00", "2025-11-20T12:00:00Z", "" + noon}) {
      assertThat(form(Map.of("from", text)).filter().from()).as(text).isEqualTo(noon);
    }
  }

  @Test
  void what_cannot_be_read_is_told_and_does_not_count() {
    FilterForm form = form(Map.of("from", "noon", "to", "", "attempts", "-1", "type", " a "));
    assertThat(form.wrong()).containsExactly("from", "attempts");
    assertThat(form.filter()).isEqualTo(new DeadLetterFilter(null, " a ", null, null, null, 0));
  }

  @Test
  void a_link_changes_one_field_and_keeps_the_others() {
    FilterForm form = form(Map.of("type", "a&b", "user", "ä"));
    assertThat(form.link("class", "X Y"))
        .isEqualTo("/admin/dead-letters?class=X+Y&type=a%26b&user=%C3%A4");
    assertThat(form.link("type", "")).isEqualTo("/admin/dead-letters?user=%C3%A4");
  }
}

package io.eventpipeline.query.packed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PackedNamesTest {
  @Property(tries = 300)
  void each_name_has_one_number_in_the_order_in_which_it_came(
      @ForAll @Size(max = 200) List<@StringLength(max = 5) String> names) {
    Map<String, Integer> model = new LinkedHashMap<>();
    PackedNames packed = new PackedNames();
    for (String each : names) {
      String name = new String(each.getBytes(UTF_8), UTF_8);
      model.putIfAbsent(name, model.size());
      assertThat(packed.add(name)).isEqualTo(model.get(name));
    }
    PackedNames copy = new PackedNames();
    model.forEach(
        (name, number) -> {
          assertThat(packed.find(name)).isEqualTo(number);
          assertThat(packed.text(number)).isEqualTo(name);
          assertThat(copy.find(packed, number)).isEqualTo(-1);
          assertThat(copy.add(packed, number)).isEqualTo(number);
          assertThat(copy.find(packed, number)).isEqualTo(number);
        });
    assertThat(packed.size()).isEqualTo(model.size());
    assertThat(packed.find("no name of five characters")).isEqualTo(-1);
  }

  @Test
  void long_names_cross_no_page() {
    PackedNames packed = new PackedNames();
    for (int i = 0; i < 20; i++) {
      packed.add(Character.toString('a' + i).repeat(PackedNames.LONGEST - i));
    }
    for (int i = 0; i < 20; i++) {
      String name = Character.toString('a' + i).repeat(PackedNames.LONGEST - i);
      assertThat(packed.find(name)).isEqualTo(i);
      assertThat(packed.text(i)).isEqualTo(name);
    }
  }

  @Test
  void a_million_short_names_take_about_25_mb() {
    PackedNames packed = new PackedNames();
    for (int i = 0; i < 1_000_000; i++) {
      packed.add("user-" + i);
    }
    assertThat(packed.bytes()).isLessThan(28_000_000);
    assertThat(packed.find("user-765432")).isEqualTo(765_432);
  }
}

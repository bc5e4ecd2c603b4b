package io.eventpipeline.query.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class PagedNumbersTest {
  @Provide
  Arbitrary<List<int[]>> writes() {
    Arbitrary<Integer> index = Arbitraries.integers().between(0, 40_000);
    Arbitrary<Integer> value =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.integers().between(0, 255)),
            Tuple.of(1, Arbitraries.integers().between(256, 1_000_000)));
    return Combinators.combine(index, value)
        .as((at, number) -> new int[] {at, number})
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 300)
  void what_is_set_stays(@ForAll("writes") List<int[]> writes) {
    PagedNumbers numbers = new PagedNumbers();
    Map<Integer, Integer> model = new HashMap<>();
    for (int[] write : writes) {
      numbers.set(write[0], write[1]);
      model.put(write[0], write[1]);
      assertThat(numbers.get(write[0])).isEqualTo(write[1]);
    }
    model.forEach((index, value) -> assertThat(numbers.get(index)).isEqualTo(value));
    assertThat(numbers.get(50_000)).isZero();
  }

  @Test
  void small_numbers_take_a_byte() {
    PagedNumbers numbers = new PagedNumbers();
    for (int i = 0; i < 1_000_000; i++) {
      numbers.set(i, i % 256);
    }
    assertThat(numbers.bytes()).isLessThan(1_020_000);
    numbers.set(7, 256);
    assertThat(numbers.bytes()).isBetween(4_000_000L, 4_100_000L);
    assertThat(numbers.get(999_999)).isEqualTo(999_999 % 256);
  }
}

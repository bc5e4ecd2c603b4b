package io.eventpipeline.projection.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TextOrderTest {
  @Property
  void orders_as_the_bytes_of_utf_8_do(@ForAll("texts") String a, @ForAll("texts") String b) {
    assertThat(Integer.signum(TextOrder.BY_CODE_POINT.compare(a, b)))
        .isEqualTo(Integer.signum(Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8))));
  }

  /** Of few characters, on both sides of the surrogates, so that texts have a common beginning. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(List.of("a", "Z", "é", "\uD7FF", "\uE000", "\uFFFD", "😀", "𐀀"))
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts));
  }
}

package io.eventpipeline.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.7, 10.0.0.7",
    "localhost, localhost",
    "::ffff:10.0.0.7, 10.0.0.7",
    "::1, 0:0:0:0:0:0:0:0/64",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:0/64",
    "no:address, no:address",
  })
  void an_ipv6_address_counts_as_its_64(String address, String network) {
    assertThat(ClientNetwork.of(address)).isEqualTo(network);
  }

  @Property(tries = 300)
  void the_last_64_bits_do_not_matter_and_the_first_do(
      @ForAll @Size(8) List<@IntRange(max = 0xffff) Integer> groups,
      @ForAll @IntRange(max = 7) int at) {
    List<Integer> other = new ArrayList<>(groups);
    other.set(at, groups.get(at) ^ 1);
    assertThat(ClientNetwork.of(text(groups)).equals(ClientNetwork.of(text(other))))
        .isEqualTo(at >= 4);
  }

  private static String text(List<Integer> groups) {
    return groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"));
  }
}

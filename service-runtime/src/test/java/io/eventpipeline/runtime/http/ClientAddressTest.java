package io.eventpipeline.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.0.0.0/9, 10.128.0.0, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "::ffff:10.0.0.0/104, 10.1.2.3, true",
    "::ffff:10.0.0.0/104, 11.1.2.3, false",
    "::ffff:0:0/96, 203.0.113.9, true",
    "::ffff:10.0.0.7, 10.0.0.7, true",
    "FD00:0::/8, fdff::1, true",
    "10.0.0.7/32, 10.0.0.7, true",
    "::/0, 2001:db8::1, true",
  })
  void a_range_contains_what_shares_its_first_bits(String range, String address, boolean inside) {
    assertThat(Cidr.parse(range).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/08",
        "10.0.0.0/4294967304",
        "10.0.0.0/ 8",
        "10.0.0.0/x",
        "10.0.0.0/",
        "10.0.0.0/8/8",
        "10.0.0.0/\u0668",
        "/8",
        "proxy.example",
        "fd00::/129",
        "127/8",
        "10.1/16",
        "10.0.0/8",
        "167772160",
        "010.0.0.1",
        "10.0.0.00",
        "0x0a.0.0.1",
        "10.0.0.256",
        "10.0.0.0.0",
        "10.0.0.1/8",
        "fd00::1/8",
        "[fd00::]/8",
        "fe80::1%1",
        "fe80::%eth0/10",
        "fd00::00001",
        "fd00:::1",
        "1:2:3:4:5:6:7",
        "1::2::3",
        "::ffff:10.0.1",
        "::ffff:010.0.0.1",
        "::ffff:10.0.0.0/8",
        "::ffff:10.0.0.0/95",
        "fd00::/8 10.0.0.0/8",
      })
  void what_is_no_range_is_refused_by_name(String range) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trusting("127.0.0.1, " + range))
        .withMessageContaining("http.trusted-proxies")
        .withMessageContaining(range);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3",
        "16909060",
        "1.2.3.04",
        "0x1.2.3.4",
        "1.2.3.4.",
        "1.2.3.4:",
        "1.2.3.4:x",
        "1.2.3.4:123456",
        "1.2.3:80",
        "[1.2.3.4]",
        "[1.2.3.4]:80",
        "[2001:db8::1",
        "[2001:db8::1]x",
        "[2001:db8::1]:",
        "2001:db8::1]",
        "[]",
        "",
        ":",
        "2001:db8::1%1",
        "[fe80::1%lo]:80",
        "2001:db8::12345",
        "unknown",
        "\"1.2.3.4\"",
        "1.2.3.4 5.6.7.8",
      })
  void a_hop_that_is_no_full_address_is_not_believed(String hop) {
    assertThat(client(hop)).isEqualTo("127.0.0.1");
    assertThat(client("1.1.1.1, " + hop + ", 10.0.0.1")).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, 1.2.3.4",
    "1.2.3.4:80, 1.2.3.4",
    "255.249.199.0, 255.249.199.0",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "[2001:DB8::1], 2001:db8:0:0:0:0:0:1",
    "[2001:db8::1]:65535, 2001:db8:0:0:0:0:0:1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "::ffff:1.2.3.4, 1.2.3.4",
    "[::ffff:1.2.3.4]:80, 1.2.3.4",
    "::, 0:0:0:0:0:0:0:0",
  })
  void a_hop_is_an_address_with_or_without_a_port(String hop, String address) {
    assertThat(client("9.9.9.9," + hop + " , 10.0.0.1:443")).isEqualTo(address);
  }

  private static ClientAddress trusting(String proxies) {
    return new ClientAddress(ClientAddress.ranges(List.of(proxies.split(","))));
  }

  /** The address of a request that comes through a trusted proxy. */
  private static String client(String forwardedFor) {
    HttpRequest<?> request =
        new HttpRequestWrapper<>(HttpRequest.GET("/").header("X-Forwarded-For", forwardedFor)) {
          @Override
          public InetSocketAddress getRemoteAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
          }
        };
    return trusting("127.0.0.0/8, 10.0.0.0/8").of(request);
  }
}

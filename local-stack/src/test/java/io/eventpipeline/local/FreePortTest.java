package io.eventpipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.RepeatedTest;

class FreePortTest {
  /** Linux gives clients ports from 32,768 on, other systems higher ones. */
  @RepeatedTest(100)
  void no_client_can_take_the_port_or_that_of_a_node_of_redis_cluster() throws Exception {
    int port = FreePort.find();
    assertThat(port).isBetween(1024, 32_767);
    assertThat(port + 10_000).isLessThan(32_768);
    assertThat(FreePort.isTaken("127.0.0.1", port)).isFalse();
    try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePort.preferring(port)).isNotEqualTo(server.getLocalPort());
    }
  }
}

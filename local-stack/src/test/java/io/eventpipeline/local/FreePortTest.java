package io.eventpipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FreePortTest {
  /** With so many random ones of 12,701, two are equal in all but one of 10,000 cases. */
  private static final int MANY = 500;

  /** Prints ports, as another build on the same machine. */
  static final class OtherProcess {
    public static void main(String[] args) {
      IntStream.range(0, MANY).forEach(i -> System.out.println(FreePort.find()));
    }
  }

  @Test
  void no_port_is_found_twice_by_processes_that_run_side_by_side() throws Exception {
    List<String> command = JavaCommand.withoutAgent();
    String classPath = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", classPath, OtherProcess.class.getName()));
    Process other =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Stream<String> own =
        IntStream.range(0, MANY).parallel().mapToObj(i -> Integer.toString(FreePort.find()));
    List<String> all = new ArrayList<>(own.toList());
    try (BufferedReader theirs = other.inputReader()) {
      theirs.lines().forEach(all::add);
    }
    assertThat(other.waitFor()).isZero();
    assertThat(all).hasSize(2 * MANY).doesNotHaveDuplicates();
  }

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

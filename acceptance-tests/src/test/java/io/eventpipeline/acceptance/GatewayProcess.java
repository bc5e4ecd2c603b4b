package io.eventpipeline.acceptance;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The gateway of infra/gateway, by the nginx of this machine. */
final class GatewayProcess implements AutoCloseable {
  private static final Path TEMPLATE = Path.of("..", "infra", "gateway", "default.conf.template");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(GATEWAY_[A-Z]+)}");
  private static final Duration READY = Duration.ofSeconds(30);

  private final Process process;
  private final int port;

  private GatewayProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The program, if it is installed. */
  static Optional<Path> program() {
    return Stream.concat(
            Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it on a free port and waits until it answers.
   *
   * @param dir for its files
   * @param services variables of the template, each with host and port
   */
  static GatewayProcess start(Path dir, Map<String, String> services) throws IOException {
    int port = FreePort.find();
    Map<String, String> values = new LinkedHashMap<>(services);
    values.put("GATEWAY_PORT", "" + port);
    values.put("GATEWAY_RESOLVER", "127.0.0.1"); // never asked: the services have addresses
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("default.conf"), render(values));
    Files.writeString(dir.resolve("nginx.conf"), around(dir));
    Process process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "-p",
                dir.toString(),
                "-c",
                dir.resolve("nginx.conf").toString(),
                "-e",
                dir.resolve("gateway.log").toString())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("gateway.out").toFile())
            .start();
    GatewayProcess gateway = new GatewayProcess(process, port);
    try {
      Waiting.until("the gateway", READY, gateway::listens);
      return gateway;
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  /** As the image does it: only the variables that are given. */
  private static String render(Map<String, String> values) throws IOException {
    return VARIABLE
        .matcher(Files.readString(TEMPLATE))
        .replaceAll(name -> Matcher.quoteReplacement(values.get(name.group(1))));
  }

  /** What stands around the template in the image, in one process whose files are in one folder. */
  private static String around(Path dir) {
    StringBuilder text =
        new StringBuilder("daemon off; master_process off; pid nginx.pid; events {}\nhttp {\n");
    for (String body : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      text.append("  ").append(body).append("_temp_path ").append(body).append(";\n");
    }
    return text.append("  access_log off;\n  include ")
        .append(dir.resolve("default.conf"))
        .append(";\n}\n")
        .toString();
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("nginx ended with status " + process.exitValue());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

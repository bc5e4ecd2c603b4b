package io.eventpipeline.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * A service as a process, started from its jar with the {@link JvmOptions} of its module and from
 * its AOT cache if that is usable.
 */
public final class ServiceProcess implements StackProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final int port;
  private final int healthPort;
  private final ChildProcess child;

  private ServiceProcess(int port, int healthPort, ChildProcess child) {
    this.port = port;
    this.healthPort = healthPort;
    this.child = child;
  }

  /** Describes a service: its name in messages, and its jar. */
  public static Builder of(String name, Path jar) {
    return new Builder(name, jar);
  }

  /** Describes what to start. */
  public static final class Builder {
    private final String name;
    private final Path jar;
    private final Map<String, String> env = new TreeMap<>();
    private final List<String> jvm = new ArrayList<>();
    private Path options;
    private List<String> cache;
    private boolean withAgent;
    private final List<Path> classPath = new ArrayList<>();
    private @Nullable String mainClass;
    private @Nullable Integer healthPort;
    private Path log;
    private ChildProcess.Yields yields = ChildProcess.Yields.TO_REDIS;

    private Builder(String name, Path jar) {
      this.name = name;
      this.jar = jar.toAbsolutePath();
      this.options = JvmOptions.of(this.jar, JvmOptions.STANDARD);
      this.log = Path.of(name + ".log");
      this.cache = new AotCache(this.jar).toStart();
    }

    /** Sets an environment variable. {@code MICRONAUT_SERVER_PORT} sets the port. */
    public Builder env(String variable, String value) {
      env.put(variable, value);
      return this;
    }

    /** Lets it serve health and metrics at a port of their own, not at the port of its pages. */
    public Builder healthAt(int port) {
      healthPort = port;
      return env("ENDPOINTS_ALL_PORT", "" + port);
    }

    /** Takes another file of JVM options, by its name in the folder of the module. */
    public Builder options(String name) {
      options = JvmOptions.of(jar, name);
      return this;
    }

    /** Takes the JVM options of another service's module, to compare the two. */
    public Builder optionsOf(Path other) {
      options = JvmOptions.of(other, JvmOptions.STANDARD);
      return this;
    }

    /** Adds arguments of the JVM, which override the module's options. */
    public Builder jvm(String... args) {
      return jvm(List.of(args));
    }

    /** Adds arguments of the JVM, which override the module's options. */
    public Builder jvm(List<String> args) {
      jvm.addAll(args);
      return this;
    }

    /** Lets the JVM write a cache to {@code made} at its end, for {@link AotCache#keep}. */
    public Builder train(Path made) {
      cache = new AotCache(jar).toTrain(made);
      return this;
    }

    /** Fails its start if it cannot start from its AOT cache. */
    public Builder fromCache() {
      return jvm("-XX:AOTMode=on");
    }

    /**
     * Hands it the agent of this process, if there is one, as {@link JavaCommand#begin} does. It
     * starts without its AOT cache then, and takes two and a half times the processor time.
     */
    public Builder withAgent() {
      withAgent = true;
      return this;
    }

    /** Yields the processors to everything that a client waits for. */
    public Builder inBackground() {
      yields = ChildProcess.Yields.TO_ALL;
      return this;
    }

    /** Adds jars to its class path, such as a team's handlers. */
    public Builder classPath(Path... jars) {
      classPath.addAll(Arrays.asList(jars));
      return this;
    }

    /** Runs this class instead of the one that the jar names. */
    public Builder main(String className) {
      mainClass = className;
      return this;
    }

    /** Sets the file of its output. */
    public Builder logTo(Path file) {
      log = file;
      return this;
    }

    /**
     * Starts it, on a free port unless one is set. Does not wait until it is ready.
     *
     * @throws IllegalStateException if there is no such jar, or no such file of options
     */
    public ServiceProcess start() {
      if (!Files.isRegularFile(jar)) {
        throw new IllegalStateException("no jar at " + jar + ": run mvn package first");
      }
      if (!Files.isRegularFile(options)) {
        throw new IllegalStateException("there is no file " + options + " of JVM options");
      }
      int port =
          Integer.parseInt(
              env.computeIfAbsent("MICRONAUT_SERVER_PORT", key -> "" + FreePort.find()));
      List<String> command = withAgent ? JavaCommand.begin() : JavaCommand.withoutAgent();
      command.add("@" + options);
      if (!JavaCommand.hasAgent(command)) { // with one, a JVM cannot use a cache
        command.addAll(cache);
      }
      command.addAll(jvm);
      StringBuilder path = new StringBuilder(jar.toString());
      classPath.forEach(entry -> path.append(File.pathSeparator).append(entry));
      command.addAll(
          List.of("-cp", path.toString(), mainClass == null ? jarsMainClass() : mainClass));
      return new ServiceProcess(
          port,
          healthPort == null ? port : healthPort,
          ChildProcess.start(name, command, env, log, yields));
    }

    private String jarsMainClass() {
      try (JarFile file = new JarFile(jar.toFile())) {
        return file.getManifest().getMainAttributes().getValue("Main-Class");
      } catch (IOException e) {
        throw new UncheckedIOException(jar + " cannot be read", e);
      }
    }
  }

  /**
   * Waits until {@code /health} answers 200.
   *
   * @throws IllegalStateException with the end of its log, if it ends first or time is up
   */
  public ServiceProcess awaitReady(Duration atMost) {
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      child.await(() -> isHealthy(client), atMost);
      return this;
    }
  }

  private boolean isHealthy(HttpClient client) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/health"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  public int port() {
    return port;
  }

  /** The port of {@code /health} and {@code /prometheus}; most services have one port for all. */
  public int healthPort() {
    return healthPort;
  }

  public long pid() {
    return child.process().pid();
  }

  @Override
  public String name() {
    return child.name();
  }

  @Override
  public Process process() {
    return child.process();
  }

  public Path log() {
    return child.log();
  }

  /** Its output since its start, at most the last 256 KB. */
  public String output() {
    return child.output();
  }

  @Override
  public String tail() {
    return child.tail();
  }

  /** Sends SIGTERM and waits for the end. */
  public void terminate() {
    child.terminate(PATIENCE);
  }

  /** Sends a signal by its name, such as KILL or CONT. Waits until STOP has stopped all threads. */
  public void signal(String name) {
    child.signal(name);
  }

  @Override
  public void close() {
    if (child.process().isAlive()) {
      terminate();
    }
  }
}

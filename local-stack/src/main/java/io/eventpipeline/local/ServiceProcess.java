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

/**
 * One of our services as a process of its own, started from its jar with the options of its module
 * ({@link JvmOptions}), and from its AOT cache if there is a usable one.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final int port;
  private final ChildProcess child;

  private ServiceProcess(int port, ChildProcess child) {
    this.port = port;
    this.child = child;
  }

  /** Describes a service: its name in messages, and its jar. */
  public static Builder of(String name, Path jar) {
    return new Builder(name, jar);
  }

  /** What to start, and how. */
  public static final class Builder {
    private final String name;
    private final Path jar;
    private final Map<String, String> env = new TreeMap<>();
    private final List<String> jvm = new ArrayList<>();
    private List<String> cache;
    private final List<Path> classPath = new ArrayList<>();
    private Path log;
    private ChildProcess.Yields yields = ChildProcess.Yields.TO_REDIS;

    private Builder(String name, Path jar) {
      this.name = name;
      this.jar = jar.toAbsolutePath();
      this.log = Path.of(name + ".log");
      this.cache = new AotCache(this.jar).toStart();
    }

    /** Sets a variable of its environment; the port is {@code MICRONAUT_SERVER_PORT}. */
    public Builder env(String variable, String value) {
      env.put(variable, value);
      return this;
    }

    /** Adds arguments of the JVM, which go over the options of the module. */
    public Builder jvm(String... args) {
      return jvm(List.of(args));
    }

    /** Adds arguments of the JVM, which go over the options of the module. */
    public Builder jvm(List<String> args) {
      jvm.addAll(args);
      return this;
    }

    /** Lets the JVM write a cache to {@code made} when it ends, for {@link AotCache#keep}. */
    public Builder train(Path made) {
      cache = new AotCache(jar).toTrain(made);
      return this;
    }

    /** Lets what a client waits for go before it, where all share the processors. */
    public Builder inBackground() {
      yields = ChildProcess.Yields.TO_ALL;
      return this;
    }

    /** Adds jars to its class path, such as a team's handlers. */
    public Builder classPath(Path... jars) {
      classPath.addAll(Arrays.asList(jars));
      return this;
    }

    /** Says where its output goes. */
    public Builder logTo(Path file) {
      log = file;
      return this;
    }

    /**
     * Starts it, on a free port unless one is set; does not wait for it.
     *
     * @throws IllegalStateException if there is no such jar
     */
    public ServiceProcess start() {
      if (!Files.isRegularFile(jar)) {
        throw new IllegalStateException("no jar at " + jar + ": run mvn package first");
      }
      int port =
          Integer.parseInt(
              env.computeIfAbsent("MICRONAUT_SERVER_PORT", key -> "" + FreePort.find()));
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("@" + JvmOptions.of(jar));
      command.addAll(cache);
      command.addAll(jvm);
      StringBuilder path = new StringBuilder(jar.toString());
      classPath.forEach(entry -> path.append(File.pathSeparator).append(entry));
      command.addAll(List.of("-cp", path.toString(), mainClass()));
      return new ServiceProcess(port, ChildProcess.start(name, command, env, log, yields));
    }

    private String mainClass() {
      try (JarFile file = new JarFile(jar.toFile())) {
        return file.getManifest().getMainAttributes().getValue("Main-Class");
      } catch (IOException e) {
        throw new UncheckedIOException(jar + " cannot be read", e);
      }
    }
  }

  /**
   * Waits until its health is up.
   *
   * @throws IllegalStateException with the end of its log if that does not happen
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
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
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

  public long pid() {
    return child.process().pid();
  }

  public Process process() {
    return child.process();
  }

  public Path log() {
    return child.log();
  }

  /** What it has said since it was started, or the last part of it. */
  public String output() {
    return child.output();
  }

  /** The last lines of its output since it was started. */
  public String tail() {
    return child.tail();
  }

  /** Sends SIGTERM and waits for the end. */
  public void terminate() {
    child.terminate(PATIENCE);
  }

  /** Sends a signal by its name, such as KILL, STOP or CONT; does not wait. */
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

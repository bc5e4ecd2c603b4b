package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.ServiceProcess;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The query service of a pipeline, and a client of it. Threads: any, but one at a time to start.
 */
public final class QuerySide {
  private final int port = FreePort.find();
  private final EventsClient client = new EventsClient(port);
  private final IntFunction<ServiceProcess.Builder> described;
  private @Nullable volatile ServiceProcess process;

  /**
   * Starts nothing.
   *
   * @param described describes the service at a port
   */
  QuerySide(IntFunction<ServiceProcess.Builder> described) {
    this.described = described;
  }

  /** Starts it, or starts it again on its port after it ended. Does not wait until it is ready. */
  public void launch() {
    process = described.apply(port).start();
  }

  /**
   * Its process.
   *
   * @throws IllegalStateException if it was never started
   */
  public ServiceProcess process() {
    ServiceProcess now = process;
    if (now == null) {
      throw new IllegalStateException("the query service was not started");
    }
    return now;
  }

  int port() {
    return port;
  }

  public HttpReply get(String path) {
    return client.get(path);
  }

  /** Puts JSON. */
  public HttpReply put(String path, String json) {
    return client.put(path, json);
  }

  /** Its process, or nothing if it was never started. */
  List<ServiceProcess> started() {
    ServiceProcess now = process;
    return now == null ? List.of() : List.of(now);
  }
}

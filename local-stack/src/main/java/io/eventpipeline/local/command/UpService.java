package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.local.StackProcess;
import java.io.IOException;

/**
 * One of our services in the pipeline of {@link Up}, which can be started again. One thread, except
 * for {@link #process}.
 */
final class UpService implements StackProcess {
  private final String module;
  private final Description described;
  private volatile ServiceProcess running;

  /** Describes the service anew for each start, because its jars may have changed. */
  interface Description {
    ServiceProcess.Builder describe() throws IOException;
  }

  private UpService(String module, Description described) throws IOException {
    this.module = module;
    this.described = described;
    this.running = described.describe().start();
  }

  /**
   * Starts it and does not wait.
   *
   * @param module its folder
   */
  static UpService start(String module, Description described) throws IOException {
    return new UpService(module, described);
  }

  /** Starts it once more, after {@link #close}. Does not wait. */
  void startAgain() throws IOException {
    running = described.describe().start();
  }

  /** Its folder. */
  String module() {
    return module;
  }

  /** Its process since its latest start. */
  ServiceProcess running() {
    return running;
  }

  @Override
  public String name() {
    return running.name();
  }

  @Override
  public Process process() {
    return running.process();
  }

  @Override
  public String tail() {
    return running.tail();
  }

  @Override
  public void close() {
    running.close();
  }
}

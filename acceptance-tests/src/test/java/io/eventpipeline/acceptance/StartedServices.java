package io.eventpipeline.acceptance;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Stops what tests start, the last started first. What a test starts ends with that test. What
 * {@code @BeforeAll} starts ends with the class. Register it in a static field.
 */
final class StartedServices implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private final Deque<AutoCloseable> ofClass = new ArrayDeque<>();
  private final Deque<AutoCloseable> ofTest = new ArrayDeque<>();
  private Deque<AutoCloseable> current = ofClass;

  /** Starts a pipeline and waits until it is ready. Its API waits for a slow Redis. */
  Pipeline start(PipelineBuilder pipeline) {
    return add(pipeline.ingest("LIMIT_TIMEOUT", "10s").start());
  }

  /** Starts a service. Does not wait until it is ready. */
  ServiceProcess start(ServiceProcess.Builder service) {
    return add(service.start());
  }

  /** Takes over something that is running. */
  <T extends AutoCloseable> T add(T started) {
    current.push(started);
    return started;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    current = ofTest;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    closeAll(ofTest);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    closeAll(ofClass);
  }

  private static void closeAll(Deque<AutoCloseable> started) throws Exception {
    Exception failure = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

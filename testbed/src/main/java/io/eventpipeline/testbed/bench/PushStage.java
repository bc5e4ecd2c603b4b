package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.fcm.FakeAnswer;
import io.eventpipeline.testbed.fcm.FakeFcm;
import io.eventpipeline.testbed.rig.OutboxView;
import io.eventpipeline.testbed.rig.PushSide;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What one measurement of push needs: servers, the fake FCM, and a view of the outbox. */
record PushStage(BenchServers servers, PushSide push, OutboxView outbox) implements AutoCloseable {
  static final Duration AT_MOST = Duration.ofMinutes(10);
  static final Duration READY = Duration.ofMinutes(3);

  /** How long the fake takes for an answer. */
  private static final Duration FCM_TAKES = Duration.ofMillis(20);

  /**
   * Starts the servers and the fake.
   *
   * @throws IllegalStateException if the given Redis has notifications already
   */
  static PushStage open(BenchFrame frame) throws IOException {
    BenchServers servers = new BenchServers(frame.dir(), frame.given(), 8);
    PushStage stage =
        new PushStage(
            servers,
            new PushSide(servers.dir(), servers::pushWorker),
            new OutboxView(servers.redis()));
    stage.fake().script().otherwise(taken());
    if (stage.outbox().unfinished() > 0) {
      stage.close();
      throw new IllegalStateException("notifications wait in this Redis; they would be sent");
    }
    return stage;
  }

  /** The usual answer of the fake. */
  static FakeAnswer taken() {
    return FakeAnswer.taken().after(FCM_TAKES);
  }

  FakeFcm fake() {
    return push.fake();
  }

  /** The processes of the servers, and this one besides. */
  Map<String, Process> processes(String name, ServiceProcess service) {
    Map<String, Process> all = new HashMap<>(servers.processes());
    all.put(name, service.process());
    return all;
  }

  /**
   * Waits until all notifications are finished.
   *
   * @throws IllegalStateException if the process that sends them ends before
   */
  void awaitFinished(ServiceProcess sender) {
    Waiting.until(
        "the notifications to be finished",
        AT_MOST,
        () -> {
          if (!sender.process().isAlive()) {
            throw new IllegalStateException(sender.name() + " ended:\n" + sender.tail());
          }
          return outbox.unfinished() == 0;
        });
  }

  @Override
  public void close() throws IOException {
    outbox.close();
    push.close();
    servers.close();
  }
}

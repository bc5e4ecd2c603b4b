package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The API, a consumer with a rule and a push worker, for measurements of the whole way. */
final class PushPipeline implements AutoCloseable {
  private static final int CONNECTIONS = 64;
  private static final int USERS = 20_000;
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  private final PushStage stage;
  private final ServiceProcess ingest;
  private final ServiceProcess consumer;
  private final ServiceProcess worker;
  private final String name;
  private int runs;

  private PushPipeline(PushStage stage, String name) {
    this.stage = stage;
    this.name = name;
    worker = stage.push().launch();
    consumer = stage.servers().startConsumer(BenchNotes.OF_ALL);
    ingest = stage.servers().startIngest();
  }

  static PushPipeline start(BenchFrame frame) throws IOException {
    PushPipeline pipeline = new PushPipeline(PushStage.open(frame), frame.name());
    pipeline.consumer.awaitReady(PushStage.READY);
    pipeline.worker.awaitReady(PushStage.READY);
    return pipeline;
  }

  PushStage stage() {
    return stage;
  }

  ServiceProcess worker() {
    return worker;
  }

  /** New events, whose users have devices. */
  BenchNotes notes(int count) {
    BenchNotes notes =
        new BenchNotes(new BenchEvents(name + "p" + ++runs, count, USERS, false, 60));
    notes.register(stage.servers().redis());
    return notes;
  }

  /**
   * Sends the events over HTTP.
   *
   * @param rate events a second; 0 for as fast as possible
   */
  TimedRun send(BenchEvents events, int rate) throws IOException {
    List<byte[]> requests = new ArrayList<>(events.count());
    for (int i = 0; i < events.count(); i++) {
      requests.add(HttpWire.post("/events", events.body(i)));
    }
    return TimedRun.send(ingest.port(), processes(), requests, CONNECTIONS, rate);
  }

  Map<String, Process> processes() {
    Map<String, Process> all = new HashMap<>(stage.processes("push", worker));
    all.put("consumer", consumer.process());
    all.put("ingest", ingest.process());
    return all;
  }

  /** Waits until every event is final and every notification finished. */
  void awaitFinished() {
    BenchTopic.awaitDone(stage.servers(), AT_MOST);
    stage.awaitFinished(worker);
  }

  @Override
  public void close() throws IOException {
    ingest.close();
    consumer.close();
    stage.close();
  }
}

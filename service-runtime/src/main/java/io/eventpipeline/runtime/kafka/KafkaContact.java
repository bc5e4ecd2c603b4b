package io.eventpipeline.runtime.kafka;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs whether Kafka answers: a line after some seconds of silence, one each minute while it lasts,
 * and one when Kafka answers again. The callers report each answer and each timeout. Threads: any.
 */
public final class KafkaContact {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaContact.class);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long SAY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String brokers;
  private final String meanwhile;
  private boolean silent;
  private long silentSince;
  private boolean said;
  private long saidAt;

  /**
   * @param brokers the configured addresses, for the log
   * @param meanwhile a sentence on what happens to events until Kafka answers
   */
  public KafkaContact(String brokers, String meanwhile) {
    this.brokers = brokers;
    this.meanwhile = meanwhile;
  }

  /** Notes an answer. */
  public synchronized void recordAnswer() {
    if (said) {
      LOG.info("Kafka at {} answers again", brokers);
    }
    silent = false;
    said = false;
  }

  /**
   * Notes a missing answer.
   *
   * @param why the error of the client
   */
  public void recordSilence(Throwable why) {
    recordSilence(why, System.nanoTime());
  }

  synchronized void recordSilence(Throwable why, long nanos) {
    silentSince = silent ? silentSince : nanos;
    silent = true;
    boolean isDue =
        said ? nanos - saidAt >= SAY_AGAIN_NANOS : nanos - silentSince >= PATIENCE_NANOS;
    if (isDue) {
      LOG.warn(
          "Kafka at {} does not answer; retrying. Check that it runs and that"
              + " kafka.bootstrap.servers is right. {} ({})",
          brokers,
          meanwhile,
          why.toString());
      said = true;
      saidAt = nanos;
    }
  }
}

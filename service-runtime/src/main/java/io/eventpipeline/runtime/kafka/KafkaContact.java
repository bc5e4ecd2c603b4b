package io.eventpipeline.runtime.kafka;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether Kafka answers: one line when it has not for some seconds, one each minute as long as
 * it does not, one when it does again. Whoever asks it something now and then, tells. Threads: any.
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
   * @param brokers where we look for it, for the reader of the log
   * @param meanwhile a sentence that says what becomes of events until it answers
   */
  public KafkaContact(String brokers, String meanwhile) {
    this.brokers = brokers;
    this.meanwhile = meanwhile;
  }

  /** It answered something. */
  public synchronized void answered() {
    if (said) {
      LOG.info("Kafka at {} answers", brokers);
    }
    silent = false;
    said = false;
  }

  /**
   * It did not answer in time.
   *
   * @param why what its client says of that
   */
  public void silent(Throwable why) {
    silent(why, System.nanoTime());
  }

  synchronized void silent(Throwable why, long nanos) {
    silentSince = silent ? silentSince : nanos;
    silent = true;
    boolean isDue =
        said ? nanos - saidAt >= SAY_AGAIN_NANOS : nanos - silentSince >= PATIENCE_NANOS;
    if (isDue) {
      LOG.warn(
          "Kafka at {} does not answer, trying again; see that it runs and that"
              + " kafka.bootstrap.servers is right. {} ({})",
          brokers,
          meanwhile,
          why.toString());
      said = true;
      saidAt = nanos;
    }
  }
}

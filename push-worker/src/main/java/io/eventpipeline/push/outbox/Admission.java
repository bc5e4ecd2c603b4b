package io.eventpipeline.push.outbox;

import java.time.Duration;
import java.util.List;

/** Whether an entry may be sent now. */
public sealed interface Admission {
  /**
   * It may.
   *
   * @param tokens of the user's devices
   */
  record Open(List<String> tokens) implements Admission {}

  /** Another worker has it now, or it is finished. */
  record Lost() implements Admission {}

  /** A notification of this id was sent before. */
  record SentBefore() implements Admission {}

  /** Its time is over. */
  record Expired() implements Admission {}

  /** No worker may send for so long. */
  record Held(Duration left) implements Admission {}

  /** One of its keys holds something else. */
  record Broken(String why) implements Admission {}

  /** Redis did not answer. */
  record Unknown() implements Admission {}
}

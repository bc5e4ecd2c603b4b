package io.eventpipeline.local.simulate;

import org.jspecify.annotations.Nullable;

/**
 * One request of the plan.
 *
 * @param eventId of its event, of the first one if it carries several
 * @param user whom it is about; null if nobody
 * @param order that it is about; null if none
 * @param body JSON, in which {@link #NOW} may stand for the time of the sending
 */
public record PlannedSend(
    SendKind kind, String eventId, @Nullable String user, @Nullable String order, String body) {
  /** Stands for the time of the sending. The API refuses clicks that are minutes old. */
  static final String NOW = "{now}";

  /**
   * The body as it is sent.
   *
   * @param unixMs the time of the sending
   */
  String bodyAt(long unixMs) {
    return body.replace(NOW, Long.toString(unixMs));
  }
}

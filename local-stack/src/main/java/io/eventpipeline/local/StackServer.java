package io.eventpipeline.local;

/** A server of the local pipeline: Kafka, Redis or PostgreSQL. */
public interface StackServer extends StackProcess {
  /**
   * Waits until it answers.
   *
   * @throws IllegalStateException with the end of its log, if it ends first or time is up; it does
   *     not run then
   */
  StackServer awaitReady();
}

package io.eventpipeline.consumer.outbox;

/** A handler returned an emission that cannot be sent. The message says which and why. */
public final class BadEmission extends Exception {
  private static final long serialVersionUID = 1L;

  BadEmission(String message) {
    super(message);
  }
}

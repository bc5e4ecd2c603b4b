package io.eventpipeline.projection.rebuild;

/** A rebuild that would lose rows, or must not run now. The message says why and what to do. */
final class RebuildRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RebuildRefused(String message) {
    super(message);
  }
}

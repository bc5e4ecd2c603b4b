package io.eventpipeline.projection.rebuild;

/** The rebuild would harm. The message says why, and what to do. */
final class RebuildRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RebuildRefused(String message) {
    super(message);
  }
}

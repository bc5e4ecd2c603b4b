package io.eventpipeline.testbed.plain;

import io.micronaut.runtime.Micronaut;

/** Starts the plain controller. */
final class PlainApplication {
  private PlainApplication() {}

  /** Runs until the process ends. */
  public static void main(String[] args) {
    Micronaut.run(PlainApplication.class, args);
  }
}

package io.eventpipeline.runtime.observe;

/** A constant of the enum that lists all meters of a service. */
public interface Metered {
  /** What it is. */
  Meter meter();
}

package io.eventpipeline.runtime.observe;

/** A constant in the enum of all meters of a service. */
public interface Metered {
  Meter meter();
}

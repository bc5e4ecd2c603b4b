package io.eventpipeline.runtime.health;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;

/** Tells tools that know nothing of {@code /health} that the process answers. */
@Controller("/healthz")
final class HealthzController {
  /**
   * The body.
   *
   * @param ok always true: a process that cannot answer says nothing
   */
  @Serdeable
  record Healthz(boolean ok) {}

  @Get
  Healthz ok() {
    return new Healthz(true);
  }
}

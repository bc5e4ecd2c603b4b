package io.eventpipeline.runtime.health;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;

/** Answers tools that expect {@code /healthz}. A reply means that the process is alive. */
@Controller(value = "/healthz", port = "${endpoints.all.port:-1}")
final class HealthzController {
  /**
   * @param ok always true
   */
  @Serdeable
  record Healthz(boolean ok) {}

  @Get
  Healthz ok() {
    return new Healthz(true);
  }
}

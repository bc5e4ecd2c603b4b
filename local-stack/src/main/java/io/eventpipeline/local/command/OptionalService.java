package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import java.util.Map;

/** A service around the core, which {@link Up} starts unless it is left out. */
interface OptionalService {
  /** Its name for {@code --without}. */
  String name();

  /** How messages call it. */
  String title();

  /** Its folder, and its jar's name. */
  String module();

  int port();

  /** The option of each port that it takes, with the port. */
  default Map<String, Integer> ports() {
    return Map.of("--%s-port".formatted(name()), port());
  }

  /** Describes it further, beside its port and Redis. */
  default void describe(ServiceProcess.Builder service, UpSurroundings around) {}

  /** What the consumer needs to know, because the service runs; as environment variables. */
  default Map<String, String> consumerVariables() {
    return Map.of();
  }

  /** Where it is, and what it does. */
  String shown(ServiceProcess process);
}

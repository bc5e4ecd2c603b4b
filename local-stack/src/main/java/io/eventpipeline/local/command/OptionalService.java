package io.eventpipeline.local.command;

import io.eventpipeline.local.ServiceProcess;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service around the core, which {@link Up} starts unless it is left out. */
interface OptionalService {
  /** Its name for {@code --without}. */
  String name();

  /** How messages call it. */
  String title();

  /** Its folder, and its jar's name. */
  String module();

  int port();

  /**
   * What it needs to know besides Redis; as environment variables.
   *
   * @param database of the projections; null without them
   */
  default Map<String, String> variables(@Nullable SqlDatabase database) {
    return Map.of();
  }

  /** What the consumer needs to know, because the service runs; as environment variables. */
  Map<String, String> consumerVariables();

  /** Where it is, and what it does. */
  String shown(ServiceProcess process);
}

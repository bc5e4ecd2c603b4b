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

  /** What the consumer needs to know, because the service runs; as environment variables. */
  Map<String, String> consumerVariables();

  /** Where it is, and what it does. */
  String shown(ServiceProcess process);
}

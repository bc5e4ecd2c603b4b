package io.eventpipeline.ingest.http;

import io.eventpipeline.runtime.http.Cidr;
import io.eventpipeline.runtime.http.ClientAddress;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import java.util.List;
import java.util.stream.Stream;

/** Makes what finds the addresses of clients. */
@Factory
final class Addresses {
  /** A Lambda function has no socket; the framework gives its own address instead. */
  private static final List<Cidr> ITSELF =
      List.of(Cidr.parse("127.0.0.1/32"), Cidr.parse("::1/128"));

  /** The gateway tells a Lambda function the client's address in the header. */
  @Context
  ClientAddress clientAddress(HttpSettings settings, Environment environment) {
    return new ClientAddress(
        environment.getActiveNames().contains(Environment.FUNCTION)
            ? Stream.concat(ITSELF.stream(), settings.ranges().stream()).toList()
            : settings.ranges());
  }
}

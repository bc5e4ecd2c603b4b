package io.eventpipeline.admin.access;

import io.eventpipeline.runtime.http.ClientAddress;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;

/** Makes what finds the addresses of clients. */
@Factory
final class Addresses {
  @Context
  ClientAddress clientAddress(ProxySettings settings) {
    return new ClientAddress(ClientAddress.ranges(settings.trustedProxies()));
  }
}

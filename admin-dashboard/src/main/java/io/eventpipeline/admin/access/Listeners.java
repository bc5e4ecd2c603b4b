package io.eventpipeline.admin.access;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says where the dashboard listens. Without users, pages are for this machine only; health and
 * metrics, on a port of their own, are for all that reach it.
 */
@Singleton
final class Listeners implements BeanCreatedEventListener<NettyHttpServerConfiguration> {
  private static final String LOOPBACK = "127.0.0.1";

  private final Users users;
  private final int healthPort;

  Listeners(Users users, @Value("${endpoints.all.port}") int healthPort) {
    this.users = users;
    this.healthPort = healthPort;
  }

  @Override
  public NettyHttpServerConfiguration onCreated(
      BeanCreatedEvent<NettyHttpServerConfiguration> event) {
    NettyHttpServerConfiguration server = event.getBean();
    String host = users.none() ? LOOPBACK : server.getHost().orElse(null);
    NettyListenerConfiguration pages = listener(host, server.getPort().orElseThrow());
    NettyListenerConfiguration health = listener(server.getHost().orElse(null), healthPort);
    health.setExposeDefaultRoutes(false);
    health.setSupportGracefulShutdown(false);
    server.setListeners(List.of(pages, health));
    return server;
  }

  private static NettyListenerConfiguration listener(@Nullable String host, int port) {
    return NettyListenerConfiguration.createTcp(host, port, false, null, null);
  }
}

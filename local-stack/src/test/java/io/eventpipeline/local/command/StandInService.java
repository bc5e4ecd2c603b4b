package io.eventpipeline.local.command;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * In the place of one of our services, which are built later: only its health is asked for, and it
 * logs what the variable {@code STAND_IN_SAYS} holds.
 */
public final class StandInService {
  private StandInService() {}

  public static void main(String[] args) throws IOException {
    String pages = System.getenv("MICRONAUT_SERVER_PORT");
    int port = Integer.parseInt(System.getenv().getOrDefault("ENDPOINTS_ALL_PORT", pages));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    System.out.println(System.getenv().getOrDefault("STAND_IN_SAYS", "stands in"));
    server.start();
  }
}

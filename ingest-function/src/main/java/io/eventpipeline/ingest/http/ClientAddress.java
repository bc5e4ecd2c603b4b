package io.eventpipeline.ingest.http;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.Environment;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a client: that of the socket, or, behind trusted proxies, the last one in
 * X-Forwarded-For that is not a trusted proxy. Threads: any.
 */
@Context
class ClientAddress {
  private static final String FORWARDED = "X-Forwarded-For";

  /** Some proxies add the port; they put an IPv6 address in brackets. */
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[(?<v6>[^\\[\\]]*:[^\\[\\]]*)](?::[0-9]{1,5})?|(?<v4>[0-9.]+):[0-9]{1,5}");

  /** A Lambda function has no socket; the framework gives its own address instead. */
  private static final List<Cidr> ITSELF =
      List.of(Cidr.parse("127.0.0.1/32"), Cidr.parse("::1/128"));

  private final List<Cidr> trusted;

  /** The gateway tells a Lambda function the client's address in the header. */
  @Inject
  ClientAddress(HttpSettings settings, Environment environment) {
    this(
        environment.getActiveNames().contains(Environment.FUNCTION)
            ? Stream.concat(ITSELF.stream(), settings.ranges().stream()).toList()
            : settings.ranges());
  }

  /**
   * @param trusted ranges of proxies whose header counts
   */
  ClientAddress(List<Cidr> trusted) {
    this.trusted = trusted;
  }

  /** The address as text. */
  String of(HttpRequest<?> request) {
    InetAddress address = request.getRemoteAddress().getAddress();
    if (address == null) {
      return request.getRemoteAddress().getHostString();
    }
    if (!trusted.isEmpty() && isTrusted(address)) {
      address = forwarded(address, request.getHeaders().getAll(FORWARDED));
    }
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  /** Each proxy appends its caller's address, so nothing left of an untrusted address counts. */
  private InetAddress forwarded(InetAddress proxy, List<String> headers) {
    List<String> hops = new ArrayList<>();
    headers.forEach(header -> hops.addAll(List.of(header.split(",", -1))));
    InetAddress client = proxy;
    for (String hop : hops.reversed()) {
      InetAddress next = parse(hop.strip());
      if (next == null) {
        return client;
      }
      client = next;
      if (!isTrusted(next)) {
        return client;
      }
    }
    return client;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  /** Null if the text is not an address, with or without a port. */
  private static @Nullable InetAddress parse(String hop) {
    Matcher withPort = WITH_PORT.matcher(hop);
    if (!withPort.matches()) {
      return IpAddress.parse(hop);
    }
    String v6 = withPort.group("v6");
    return IpAddress.parse(v6 == null ? withPort.group("v4") : v6);
  }
}

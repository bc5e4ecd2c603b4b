package io.eventpipeline.ingest.http;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from which address a request comes: that of the socket, or, behind proxies that are
 * trusted, the last one in X-Forwarded-For that is not one of them. Threads: any.
 */
@Context
class ClientAddress {
  private static final String FORWARDED = "X-Forwarded-For";

  private final List<Cidr> trusted;

  /**
   * @param trustedProxies ranges of addresses, with commas; none = no header is believed
   * @throws IllegalArgumentException naming the property if one is no range
   */
  ClientAddress(@Value("${http.trusted-proxies}") String trustedProxies) {
    trusted =
        Arrays.stream(trustedProxies.split(","))
            .map(String::strip)
            .filter(range -> !range.isEmpty())
            .map(ClientAddress::range)
            .toList();
  }

  private static Cidr range(String range) {
    try {
      return Cidr.parse(range);
    } catch (IllegalArgumentException notOne) {
      throw new IllegalArgumentException(
          "http.trusted-proxies must be ranges such as 10.0.0.0/8: " + range, notOne);
    }
  }

  /** As text. */
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

  /**
   * Each proxy appends the address it was called from: what stands left of a stranger is hearsay.
   */
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

  /** Null if it is no address. Some proxies add the port. */
  private static @Nullable InetAddress parse(String hop) {
    String text = hop;
    if (hop.startsWith("[")) {
      text = hop.substring(1, Math.max(1, hop.indexOf(']')));
    } else if (hop.indexOf(':') == hop.lastIndexOf(':') && hop.contains(":")) {
      text = hop.substring(0, hop.indexOf(':'));
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}

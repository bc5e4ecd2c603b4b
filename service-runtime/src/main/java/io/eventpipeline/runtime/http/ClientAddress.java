package io.eventpipeline.runtime.http;

import io.micronaut.http.HttpRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a client: that of the socket, or, behind trusted proxies, the last one in
 * X-Forwarded-For that is not a trusted proxy. Threads: any.
 */
public final class ClientAddress {
  private static final String FORWARDED = "X-Forwarded-For";

  /** Some proxies add the port; they put an IPv6 address in brackets. */
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[(?<v6>[^\\[\\]]*:[^\\[\\]]*)](?::[0-9]{1,5})?|(?<v4>[0-9.]+):[0-9]{1,5}");

  private final List<Cidr> trusted;

  /**
   * @param trusted ranges of proxies whose header counts
   */
  public ClientAddress(List<Cidr> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /**
   * Reads a setting {@code http.trusted-proxies}.
   *
   * @throws IllegalArgumentException naming the property and the text that is no range
   */
  public static List<Cidr> ranges(List<String> trustedProxies) {
    return trustedProxies.stream()
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
          "http.trusted-proxies must be ranges such as 10.0.0.0/8, and "
              + range
              + " is none: "
              + notOne.getMessage(),
          notOne);
    }
  }

  /** The address as text. */
  public String of(HttpRequest<?> request) {
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

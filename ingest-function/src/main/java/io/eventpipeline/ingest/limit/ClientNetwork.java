package io.eventpipeline.ingest.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What counts as one client: an IPv4 address, or a /64 of IPv6, which one client owns whole. */
final class ClientNetwork {
  private static final int V6_BYTES = 16;
  private static final int PREFIX_BYTES = 8;

  private ClientNetwork() {}

  /**
   * @param address as text; what is no IPv6 address stays as it is
   */
  static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      return parsed instanceof Inet6Address ? prefix(parsed) + "/64" : parsed.getHostAddress();
    } catch (IllegalArgumentException | UnknownHostException notOne) {
      return address;
    }
  }

  private static String prefix(InetAddress address) throws UnknownHostException {
    byte[] bytes = Arrays.copyOf(Arrays.copyOf(address.getAddress(), PREFIX_BYTES), V6_BYTES);
    return InetAddress.getByAddress(bytes).getHostAddress();
  }
}

package io.eventpipeline.runtime.http;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses in full textual form: four decimal numbers without leading zeros, or IPv6 as
 * RFC 4291 writes it. Java itself would also accept {@code 127.1} and {@code fe80::1%eth0}.
 */
final class IpAddress {
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final String V4 = "(?:" + OCTET + "\\.){3}" + OCTET;
  private static final Pattern V4_ONLY = Pattern.compile(V4);

  /** Groups and colons; Java checks how many there are. */
  private static final Pattern V6_CHARACTERS =
      Pattern.compile("(?=.{2,45}$)(?:[0-9a-fA-F]{0,4}:)+(?:[0-9a-fA-F]{0,4}|" + V4 + ")");

  private IpAddress() {}

  /** Null if the text is not an address. An IPv4-mapped IPv6 address becomes IPv4. */
  static @Nullable InetAddress parse(String text) {
    if (!V4_ONLY.matcher(text).matches() && !V6_CHARACTERS.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}

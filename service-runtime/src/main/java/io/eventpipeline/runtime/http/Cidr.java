package io.eventpipeline.runtime.http;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A range of IP addresses.
 *
 * @param bits number of leading bits that all its addresses share
 */
public record Cidr(InetAddress address, int bits) {
  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  /** Leading bits of an IPv4-mapped IPv6 address, before the IPv4 address. */
  private static final int MAPPED_BITS = 96;

  /**
   * @param text such as {@code 10.0.0.0/8}, {@code fd00::/8}, or one address
   * @throws IllegalArgumentException with the reason, if it is none of these
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String first = slash < 0 ? text : text.substring(0, slash);
    InetAddress address = IpAddress.parse(first);
    if (address == null) {
      throw new IllegalArgumentException("'" + first + "' is not a full IPv4 or IPv6 address");
    }
    int all = address.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? all : bits(text.substring(slash + 1), first.indexOf(':') >= 0, all);
    Cidr range = new Cidr(address, bits);
    if (!range.beginsAtItsAddress()) {
      throw new IllegalArgumentException(
          "'" + first + "' has bits set after the first " + bits + " bits");
    }
    return range;
  }

  private static int bits(String text, boolean writtenAsV6, int all) {
    // Java turns an IPv4-mapped address into the IPv4 address.
    int before = writtenAsV6 && all == Integer.SIZE ? MAPPED_BITS : 0;
    int bits = LENGTH.matcher(text).matches() ? Integer.parseInt(text) - before : -1;
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a number of bits from " + before + " to " + (before + all));
    }
    return bits;
  }

  private boolean beginsAtItsAddress() {
    byte[] bytes = address.getAddress();
    for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
      if ((bytes[bit / Byte.SIZE] & mask(bit)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the address is one of the range. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] its = other.getAddress();
    if (mine.length != its.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (((mine[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask(bit)) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int mask(int bit) {
    return 0x80 >> bit % Byte.SIZE;
  }
}

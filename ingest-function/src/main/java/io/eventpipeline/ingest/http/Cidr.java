package io.eventpipeline.ingest.http;

import java.net.InetAddress;

/**
 * A range of addresses.
 *
 * @param bits of the address that all of them share
 */
record Cidr(InetAddress address, int bits) {
  /**
   * @param text such as {@code 10.0.0.0/8}, {@code fd00::/8}, or one address
   * @throws IllegalArgumentException if it is none of these
   */
  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int all = address.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException("at most " + all + " bits");
    }
    return new Cidr(address, bits);
  }

  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] its = other.getAddress();
    if (mine.length != its.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((mine[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}

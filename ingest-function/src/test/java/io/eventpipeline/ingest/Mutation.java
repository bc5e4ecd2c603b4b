package io.eventpipeline.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * Replaces, cuts, repeats or inserts some bytes.
 *
 * @param spice texts to insert
 */
record Mutation(String... spice) {
  byte[] of(Random random, byte[] text) {
    byte[] bytes = text;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(bytes.length + 1);
      int to = Math.min(bytes.length, at + random.nextInt(12));
      byte[] put =
          switch (random.nextInt(5)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> new byte[0];
            case 2, 3 -> spice[random.nextInt(spice.length)].getBytes(StandardCharsets.UTF_8);
            default -> Arrays.copyOfRange(bytes, at, to);
          };
      byte[] next = new byte[at + put.length + bytes.length - to];
      System.arraycopy(bytes, 0, next, 0, at);
      System.arraycopy(put, 0, next, at, put.length);
      System.arraycopy(bytes, to, next, at + put.length, bytes.length - to);
      bytes = next;
    }
    return bytes;
  }
}

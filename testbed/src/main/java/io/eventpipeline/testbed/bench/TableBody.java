package io.eventpipeline.testbed.bench;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A reference table as the body of a request, made while it is read. One thread. */
final class TableBody extends InputStream {
  private static final String[] PLANS = {"free", "pro", "team"};
  private static final String[] REGIONS = {"eu", "us", "asia", "africa"};

  private final int users;
  private final long ts;
  private int next = -1;
  private byte[] part = new byte[0];
  private int at;

  /**
   * @param ts of the table, unix milliseconds
   */
  TableBody(int users, long ts) {
    this.users = users;
    this.ts = ts;
  }

  @Override
  public int read() {
    return fill() ? part[at++] & 255 : -1;
  }

  @Override
  public int read(byte[] into, int from, int most) {
    if (!fill()) {
      return -1;
    }
    int count = Math.min(most, part.length - at);
    System.arraycopy(part, at, into, from, count);
    at += count;
    return count;
  }

  /** False at the end. */
  private boolean fill() {
    if (at < part.length) {
      return true;
    }
    if (next > users) {
      return false;
    }
    StringBuilder text = new StringBuilder();
    if (next < 0) {
      text.append("{\"user_metadata\":{");
      next = 0;
    }
    for (int end = Math.min(users, next + 500); next < end; next++) {
      text.append(next == 0 ? "\"" : ",\"")
          .append(WindowLoad.user(next))
          .append("\":{\"plan\":\"")
          .append(PLANS[next % PLANS.length])
          .append("\",\"region\":\"")
          .append(REGIONS[next % REGIONS.length])
          .append("\"}");
    }
    if (next == users) {
      text.append("},\"ts\":").append(ts).append('}');
      next++;
    }
    part = text.toString().getBytes(StandardCharsets.UTF_8);
    at = 0;
    return true;
  }
}

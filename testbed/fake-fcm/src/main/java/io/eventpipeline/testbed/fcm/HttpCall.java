package io.eventpipeline.testbed.fcm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.1 whose body has a length.
 *
 * @param line such as {@code POST /token HTTP/1.1}
 * @param headers by name, in any case
 */
record HttpCall(String line, Map<String, String> headers, byte[] body) {
  /** Reads the next one; null if the client closed the connection before its end. */
  static @Nullable HttpCall read(InputStream in) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String header = line(in);
    while (header != null && !header.isEmpty()) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
      header = line(in);
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    byte[] body = in.readNBytes(length);
    return header == null || body.length < length ? null : new HttpCall(line, headers, body);
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(ISO_8859_1);
  }

  /**
   * Writes an answer.
   *
   * @return whether the connection can serve another request
   */
  static boolean write(OutputStream out, int status, FakeAnswer answer, String body)
      throws IOException {
    if (answer.ending() == FakeAnswer.Ending.HUNG_UP) {
      return false;
    }
    byte[] content = body.getBytes(UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + " -\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: "
            + content.length
            + (answer.retryAfter() == null ? "" : "\r\nRetry-After: " + answer.retryAfter())
            + "\r\n\r\n";
    ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + content.length);
    whole.writeBytes(head.getBytes(ISO_8859_1));
    boolean isKept = answer.ending() == FakeAnswer.Ending.KEPT;
    whole.write(content, 0, isKept ? content.length : content.length / 2);
    out.write(whole.toByteArray());
    out.flush();
    return answer.ending() != FakeAnswer.Ending.CUT;
  }
}

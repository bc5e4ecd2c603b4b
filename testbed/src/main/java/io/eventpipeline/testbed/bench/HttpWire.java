package io.eventpipeline.testbed.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A keep-alive connection of a client that uses hardly any CPU. One thread. */
final class HttpWire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] body = new byte[0];

  HttpWire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
  }

  /**
   * The bytes of a request.
   *
   * @param headers name, value, name, value…
   */
  static byte[] post(String path, String json, String... headers) {
    byte[] content = json.getBytes(StandardCharsets.UTF_8);
    StringBuilder more = new StringBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      more.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Content-Type: application/json\r\n"
                + more
                + "Content-Length: "
                + content.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + content.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return all;
  }

  /** Sends a request, reads its answer and returns the status. */
  int send(byte[] request) throws IOException {
    out.write(request);
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        throw new IOException("the answer is chunked, which this client cannot read");
      }
    }
    body = in.readNBytes(length);
    return Integer.parseInt(status.substring(9, 12));
  }

  /** How often the body of the last answer contains {@code word}. */
  int count(String word) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int count = 0;
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      count++;
    }
    return count;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the API closed the connection");
      }
      line.append((char) c);
    }
    if (in.read() != '\n') {
      throw new IOException("no line feed");
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

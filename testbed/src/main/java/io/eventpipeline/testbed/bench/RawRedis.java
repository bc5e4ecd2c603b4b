package io.eventpipeline.testbed.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis client that only writes commands and skips answers, so that what it measures is Redis'
 * own time. One thread.
 */
final class RawRedis implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  RawRedis(String uri) {
    URI where = URI.create(uri);
    try {
      socket = new Socket(InetAddress.getByName(where.getHost()), where.getPort());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException("Redis does not answer", e); // without the URI: GivenRedis
    }
  }

  /** Appends a command in Redis' protocol. */
  static void encode(ByteArrayOutputStream to, List<String> command) {
    to.writeBytes(bytes("*" + command.size() + "\r\n"));
    for (String part : command) {
      byte[] text = bytes(part);
      to.writeBytes(bytes("$" + text.length + "\r\n"));
      to.writeBytes(text);
      to.writeBytes(bytes("\r\n"));
    }
  }

  /** Appends a call of a loaded script. */
  static void encodeCall(
      ByteArrayOutputStream to, String script, List<String> keys, List<String> args) {
    List<String> command = new ArrayList<>(List.of("EVALSHA", script, "" + keys.size()));
    command.addAll(keys);
    command.addAll(args);
    encode(to, command);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Runs one command. Returns the answer as text, with a line for each element of an array. */
  String ask(String... command) {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    encode(one, List.of(command));
    send(one.toByteArray());
    return answer();
  }

  /** Reads the next answer, as {@link #ask} returns it. */
  String answer() {
    StringBuilder answer = new StringBuilder();
    read(answer);
    return answer.toString();
  }

  /** CPU time that Redis' main thread has used, in seconds. */
  double mainThreadSeconds() {
    return ask("INFO", "cpu")
        .lines()
        .filter(line -> line.matches("used_cpu_(user|sys)_main_thread:.*"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
        .sum();
  }

  /** Writes what {@link #encode} made. */
  void send(byte[] commands) {
    try {
      out.write(commands);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads and discards this number of answers. */
  void skip(int answers) {
    for (int i = 0; i < answers; i++) {
      read(null);
    }
  }

  private void read(@org.jspecify.annotations.Nullable StringBuilder into) {
    String line = line();
    switch (line.charAt(0)) {
      case '$' -> {
        int length = Integer.parseInt(line.substring(1));
        if (length >= 0) {
          byte[] value = exactly(length + 2);
          append(into, new String(value, 0, length, StandardCharsets.UTF_8));
        }
      }
      case '*' -> {
        int parts = Integer.parseInt(line.substring(1));
        for (int i = 0; i < parts; i++) {
          read(into);
        }
      }
      case '-' -> throw new IllegalStateException("Redis said " + line);
      default -> append(into, line.substring(1));
    }
  }

  private static void append(@org.jspecify.annotations.Nullable StringBuilder into, String text) {
    if (into != null) {
      into.append(text).append('\n');
    }
  }

  private String line() {
    try {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\r'; c = in.read()) {
        if (c < 0) {
          throw new IOException("Redis closed the connection");
        }
        line.append((char) c);
      }
      if (in.read() != '\n') {
        throw new IOException("no line feed");
      }
      return line.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] exactly(int length) {
    try {
      return in.readNBytes(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

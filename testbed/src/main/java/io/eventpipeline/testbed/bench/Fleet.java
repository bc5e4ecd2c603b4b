package io.eventpipeline.testbed.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Many keep-alive connections that one thread serves, so that the client uses little of the machine
 * that it measures. Each connection carries one request at a time. One thread.
 */
final class Fleet implements AutoCloseable {
  private static final long PATIENCE_MS = 30_000;
  private static final String LENGTH = "\r\ncontent-length:";

  private final Selector selector;
  private final Deque<FleetConnection> free = new ArrayDeque<>();

  Fleet(int port, int connections) throws IOException {
    selector = Selector.open();
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      FleetConnection connection = new FleetConnection(channel);
      channel.register(selector, SelectionKey.OP_READ, connection);
      free.add(connection);
    }
  }

  /**
   * The answers, by the number of the request.
   *
   * @param micros from the due time of a request to its answer
   * @param at unix milliseconds of its answer
   */
  record Answers(long[] micros, long[] at, double seconds) {}

  /**
   * Sends all requests, and waits for their answers.
   *
   * @param rate requests a second, timed from their due times; 0 for as fast as possible. A request
   *     may leave a millisecond late, which counts as the API's time.
   * @throws IOException if an answer is not 202
   */
  Answers send(List<byte[]> requests, int rate) throws IOException {
    int count = requests.size();
    Answers answers = new Answers(new long[count], new long[count], 0);
    long begun = System.nanoTime();
    int sent = 0;
    for (int answered = 0; answered < count; ) {
      long now = System.nanoTime();
      long due = due(begun, sent, rate, now);
      while (sent < count && due <= now && !free.isEmpty()) {
        free.pop().send(requests.get(sent), sent, due);
        sent++;
        due = due(begun, sent, rate, now);
      }
      boolean waitsForClock = sent < count && !free.isEmpty();
      if (selector.select(waitsForClock ? Math.max(1, (due - now) / 1_000_000) : PATIENCE_MS) == 0
          && !waitsForClock) {
        throw new IOException("the API does not answer");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        FleetConnection connection = (FleetConnection) key.attachment();
        if (connection.hasAnswer()) {
          connection.note(answers);
          free.add(connection); // in turn, because the API closes a connection without a request
          answered++;
        }
      }
      selector.selectedKeys().clear();
    }
    return new Answers(answers.micros(), answers.at(), (System.nanoTime() - begun) / 1e9);
  }

  private static long due(long begun, int request, int rate, long now) {
    return rate == 0 ? now : begun + request * 1_000_000_000L / rate;
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private static final class FleetConnection {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 14);
    private int request;
    private long due;

    FleetConnection(SocketChannel channel) {
      this.channel = channel;
    }

    void send(byte[] bytes, int number, long from) throws IOException {
      request = number;
      due = from;
      in.clear();
      if (channel.write(ByteBuffer.wrap(bytes)) < bytes.length) {
        throw new IOException("the socket did not accept a whole request");
      }
    }

    /** Reads what has arrived. Returns whether the answer is complete. */
    boolean hasAnswer() throws IOException {
      if (channel.read(in) < 0) {
        throw new EOFException("the API closed the connection");
      }
      String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        return false;
      }
      if (!text.startsWith(" 202 ", 8)) {
        throw new IOException("the answer to an event was " + text);
      }
      String head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
      int from = head.indexOf(LENGTH) + LENGTH.length();
      int length = Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
      return in.position() == end + 4 + length;
    }

    void note(Answers answers) {
      answers.micros()[request] = (System.nanoTime() - due) / 1000;
      answers.at()[request] = System.currentTimeMillis();
    }
  }
}

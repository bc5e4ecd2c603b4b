package io.eventpipeline.testbed.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Asks a dashboard for pages, as a browser does without running their scripts. Threads: any. */
final class DashboardClient {
  private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(/admin/assets/[^\"]+)\"");
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  DashboardClient(int port) {
    base = URI.create("http://localhost:" + port);
  }

  /** Gets a page. Returns the time until all of it is here, in microseconds. */
  long open(String page) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    byte[] ignored = get(page);
    return (System.nanoTime() - begun) / 1000;
  }

  /** Bytes of the page and of all files that it names, as they are sent, without headers. */
  long weight(String page) throws IOException, InterruptedException {
    byte[] sent = get(page);
    Set<String> files = new TreeSet<>();
    FILE.matcher(text(sent)).results().map(found -> found.group(1)).forEach(files::add);
    long bytes = sent.length;
    for (String file : files) {
      bytes += get(file).length;
    }
    return bytes;
  }

  private static String text(byte[] sent) throws IOException {
    boolean isPacked = sent.length > 1 && sent[0] == 0x1f && (sent[1] & 0xff) == 0x8b;
    if (!isPacked) {
      return new String(sent, StandardCharsets.UTF_8);
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private byte[] get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(ANSWER_WITHIN)
            .header("Accept", "text/html,*/*")
            .header("Accept-Encoding", "gzip")
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  /** Keeps the live updates of a view open, as a tab does. */
  Live live(String view) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/admin/live?view=" + view))
            .header("Accept", "text/event-stream")
            .build();
    HttpResponse<InputStream> answer =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("/admin/live answered " + answer.statusCode());
    }
    return new Live(answer.body());
  }

  /** An open tab. */
  static final class Live implements AutoCloseable {
    private final InputStream body;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong updates = new AtomicLong();
    private final Thread reader;

    private Live(InputStream body) {
      this.body = body;
      reader = Thread.ofVirtual().start(this::read);
    }

    /** An update ends with an empty line; a comment does not count, but ends with one too. */
    private void read() {
      byte[] some = new byte[1 << 16];
      boolean begins = true;
      boolean isUpdate = false;
      try {
        for (int length = body.read(some); length >= 0; length = body.read(some)) {
          bytes.addAndGet(length);
          for (int i = 0; i < length; i++) {
            isUpdate |= begins && some[i] == 'd';
            if (begins && some[i] == '\n' && isUpdate) {
              updates.incrementAndGet();
              isUpdate = false;
            }
            begins = some[i] == '\n';
          }
        }
      } catch (IOException closed) {
        // The tab was closed.
      }
    }

    long bytes() {
      return bytes.get();
    }

    long updates() {
      return updates.get();
    }

    @Override
    public void close() {
      try {
        body.close();
        reader.join();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

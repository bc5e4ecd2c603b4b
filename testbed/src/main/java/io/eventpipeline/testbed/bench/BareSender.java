package io.eventpipeline.testbed.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * A process that does the least that a push worker must: it reads the outbox, posts each
 * notification, and deletes its entry. It looks up no device, repeats nothing, and ends at the
 * first error.
 */
final class BareSender {
  private static final int PARALLEL = 256;
  private static final int MOST_DELETED_AT_ONCE = 200;
  private static final String USER = "\"userId\":\"";
  private static final String ACCESS_TOKEN = "\"access_token\":\"";
  private static final String MESSAGE =
      """
      {"message":{"token":"%2$s","notification":{"title":"New order","body":"Order placed by %1$s"},\
      "data":{"eventId":"%1$s"},"android":{"collapse_key":"%1$s","notification":{"tag":"%1$s"}},\
      "apns":{"headers":{"apns-collapse-id":"%1$s"}},"webpush":{"notification":{"tag":"%1$s"}}}}\
      """;

  /** Of its own, so that another process reads every entry again. */
  private final String group = "bare-" + ProcessHandle.current().pid();

  private final String redis;
  private final URI fcm;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final Semaphore room = new Semaphore(PARALLEL);
  private final BlockingQueue<String> answered = new LinkedBlockingQueue<>();

  private BareSender(String redis, URI fcm) {
    this.redis = redis;
    this.fcm = fcm;
  }

  /** Runs until it is killed. Its addresses are in the variables of a push worker. */
  public static void main(String[] args) throws Exception {
    String redis = Objects.requireNonNull(System.getenv("REDIS_URI"));
    String fcm = Objects.requireNonNull(System.getenv("FCM_BASE_URL"));
    new BareSender(redis, URI.create(fcm)).run();
  }

  private void run() throws Exception {
    String authorization = "Bearer " + accessToken();
    Thread deleter = Thread.ofVirtual().start(this::deleteAnswered);
    try (RawRedis reads = new RawRedis(redis)) {
      String ignored = reads.ask("XGROUP", "CREATE", BenchNotes.OUTBOX, group, "0");
      while (deleter.isAlive()) {
        room.acquire();
        int free = 1 + room.drainPermits();
        room.release(free - readAndSend(reads, free, authorization));
      }
    }
  }

  private String accessToken() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(fcm.resolve("/token"))
            .POST(HttpRequest.BodyPublishers.ofString("assertion=a.b.c"))
            .build();
    return after(ACCESS_TOKEN, http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private static String after(String name, String json) {
    int from = json.indexOf(name) + name.length();
    return json.substring(from, json.indexOf('"', from));
  }

  /** Returns how many entries it read. */
  private int readAndSend(RawRedis reads, int most, String authorization) {
    List<String> lines =
        reads
            .ask(
                "XREADGROUP",
                "GROUP",
                group,
                "1",
                "COUNT",
                "" + most,
                "BLOCK",
                "1000",
                "STREAMS",
                BenchNotes.OUTBOX,
                ">")
            .lines()
            .toList();
    int entries = 0;
    for (int i = 1; i + 2 < lines.size(); i += 3) { // the stream's name; then id, d, text
      String id = lines.get(i);
      String text = lines.get(i + 2);
      Thread.startVirtualThread(() -> send(id, text, authorization));
      entries++;
    }
    return entries;
  }

  private void send(String id, String text, String authorization) {
    String note = text.substring(2, text.indexOf('|', 2));
    String body = MESSAGE.formatted(note, BenchNotes.token(after(USER, text)));
    HttpRequest request =
        HttpRequest.newBuilder(fcm.resolve("/v1/projects/fake/messages:send"))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
      if (status != 200) {
        throw new IOException("the fake answered " + status);
      }
      answered.add(id);
      room.release();
    } catch (IOException | InterruptedException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void deleteAnswered() {
    try (RawRedis writes = new RawRedis(redis)) {
      while (true) {
        List<String> ids = new ArrayList<>();
        ids.add(answered.take());
        answered.drainTo(ids, MOST_DELETED_AT_ONCE - 1);
        delete(writes, ids);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void delete(RawRedis writes, List<String> ids) {
    List<String> ack = new ArrayList<>(List.of("XACK", BenchNotes.OUTBOX, group));
    List<String> delete = new ArrayList<>(List.of("XDEL", BenchNotes.OUTBOX));
    ack.addAll(ids);
    delete.addAll(ids);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    RawRedis.encode(both, ack);
    RawRedis.encode(both, delete);
    writes.send(both.toByteArray());
    writes.skip(2);
  }
}

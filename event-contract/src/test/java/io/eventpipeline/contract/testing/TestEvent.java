package io.eventpipeline.contract.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * An event that a test sends, stores or handles: {@code anEvent().of("ann").seq(2)}. Each call
 * returns a new object. A new event has an id of its own, the user {@code ann}, the type {@code
 * test.ok} and an empty payload.
 *
 * @param fields the members of the request body, in the order in which they are written
 */
public record TestEvent(Map<String, @Nullable Object> fields) {
  private static final String ID = "eventId";
  private static final String PAYLOAD = "payload";
  private static final String TIMESTAMP = "timestamp";

  private static final String RUN = Long.toString(System.currentTimeMillis(), 36);
  private static final AtomicLong NEXT = new AtomicLong();

  public static TestEvent anEvent() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(ID, "e-" + RUN + "-" + NEXT.incrementAndGet());
    fields.put("userId", "ann");
    fields.put("type", "test.ok");
    fields.put(PAYLOAD, Map.of());
    return new TestEvent(fields);
  }

  /** The user's events with seq {@code from} to {@code to}, both included. */
  public static List<TestEvent> sequence(String user, long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(seq -> anEvent().of(user).seq(seq)).toList();
  }

  public static List<String> ids(List<TestEvent> events) {
    return events.stream().map(TestEvent::id).toList();
  }

  /** The body of {@code POST /events/batch}. */
  public static String batch(List<TestEvent> events) {
    return events.stream()
        .map(TestEvent::request)
        .collect(Collectors.joining(",", "{\"events\":[", "]}"));
  }

  public static String batch(TestEvent... events) {
    return batch(List.of(events));
  }

  public TestEvent of(String user) {
    return field("userId", user);
  }

  public TestEvent id(String id) {
    return field(ID, id);
  }

  /** Leaves the id to the API. */
  public TestEvent withoutId() {
    return without(ID);
  }

  public TestEvent type(String type) {
    return field("type", type);
  }

  public TestEvent seq(long seq) {
    return with("seq", seq);
  }

  /** Its payload's {@code seq}, if any, is plain data. */
  public TestEvent unordered() {
    return field("unordered", true);
  }

  public TestEvent idempotencyKey(String key) {
    return field("idempotencyKey", key);
  }

  /**
   * @param millis unix time, written into records only
   */
  public TestEvent timestamp(long millis) {
    return field(TIMESTAMP, millis);
  }

  /** Takes {@code ms} to handle, if the recording handler handles it. */
  public TestEvent slow(long ms) {
    return type("test.slow").with("ms", ms);
  }

  /** Fails at each attempt, in the built-in handler and in the recording one. */
  public TestEvent failing() {
    return type("test.fail").with("fail", true);
  }

  /**
   * Sets a member of the payload.
   *
   * @param value a string, a number, a boolean, null, or a list or map of such
   */
  public TestEvent with(String member, @Nullable Object value) {
    if (!(fields.get(PAYLOAD) instanceof Map<?, ?> payload)) {
      throw new IllegalStateException("the payload is a text: " + fields.get(PAYLOAD));
    }
    Map<Object, @Nullable Object> members = new LinkedHashMap<>(payload);
    members.put(member, value);
    return field(PAYLOAD, members);
  }

  /** Sends exactly this text as the payload. It need not be an object, nor JSON. */
  public TestEvent payload(String text) {
    return field(PAYLOAD, new JsonText(text));
  }

  /** Sets a member beside the payload to a legal or illegal value, see {@link #with}. */
  public TestEvent field(String name, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new TestEvent(more);
  }

  public TestEvent without(String name) {
    Map<String, @Nullable Object> fewer = new LinkedHashMap<>(fields);
    fewer.remove(name);
    return new TestEvent(fewer);
  }

  public String id() {
    return String.valueOf(fields.get(ID));
  }

  public String user() {
    return String.valueOf(fields.get("userId"));
  }

  public String type() {
    return String.valueOf(fields.get("type"));
  }

  /** The seq as Redis and the recording handler's file show it; {@code 0} stands for none. */
  public String seqText() {
    Object seq = fields.get(PAYLOAD) instanceof Map<?, ?> payload ? payload.get("seq") : null;
    return seq == null ? "0" : seq.toString();
  }

  /** The body of {@code POST /events}, and an item of a batch. */
  public String request() {
    return JsonText.of(without(TIMESTAMP).fields);
  }

  /** The value of a record in Kafka. */
  public String record() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    fields.forEach((name, value) -> members.put(name.equals(ID) ? "id" : name, value));
    return JsonText.of(members);
  }

  public byte[] recordBytes() {
    return record().getBytes(UTF_8);
  }

  /** The event as a handler gets it. Its time is 0 unless the test sets {@link #timestamp}. */
  public Event event() {
    return valid(EventReader.event(recordBytes(), 0));
  }

  /** The event as the API has read it from a request. */
  public EventDraft draft() {
    return valid(EventReader.draft(request().getBytes(UTF_8), 0));
  }

  private <T> T valid(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Valid<T>(T value) -> value;
      case Parsed.Invalid<T> invalid ->
          throw new IllegalStateException(new ArrayList<>(invalid.errors()) + " in " + fields);
    };
  }
}

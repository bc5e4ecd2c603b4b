package io.eventpipeline.testbed.rig;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** An event as a test sends it. Its id is always its own unless the test gives one. */
public record Draft(String id, String user, String type, Map<String, Object> payload) {

  public static Draft of(String user) {
    return new Draft(Names.fresh("e"), user, "test.ok", Map.of());
  }

  /** The user's events with seq {@code from} to {@code to}, both included. */
  public static List<Draft> sequence(String user, long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(seq -> of(user).seq(seq)).toList();
  }

  public Draft id(String id) {
    return new Draft(id, user, type, payload);
  }

  public Draft user(String user) {
    return new Draft(id, user, type, payload);
  }

  public Draft type(String type) {
    return new Draft(id, user, type, payload);
  }

  public Draft seq(long seq) {
    return with("seq", seq);
  }

  /** Takes {@code ms} to handle. */
  public Draft slow(long ms) {
    return type("test.slow").with("ms", ms);
  }

  /** Fails whenever it is run. */
  public Draft failing() {
    return type("test.fail").with("fail", true);
  }

  public Draft with(String field, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(payload);
    more.put(field, value);
    return new Draft(id, user, type, more);
  }

  /** Its seq as Redis and the handler's file show it; {@code 0} stands for none. */
  public String seqText() {
    return String.valueOf(payload.getOrDefault("seq", 0));
  }

  /** As an item of {@code POST /events/batch} and the body of {@code POST /events}. */
  public Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("eventId", id);
    body.put("userId", user);
    body.put("type", type);
    body.put("payload", payload);
    return body;
  }

  /** The value of a record of the topic, as a producer other than the pipeline's API writes it. */
  public byte[] record(long timestamp) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("id", id);
    value.put("userId", user);
    value.put("type", type);
    value.put("payload", payload);
    value.put("timestamp", timestamp);
    return Json.write(value).getBytes(StandardCharsets.UTF_8);
  }
}

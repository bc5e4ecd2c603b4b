package io.eventpipeline.testbed.fcm;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the fake by recipient, which is a token or a topic. It takes every message unless
 * it is told otherwise. Threads: any.
 */
public final class FcmScript {
  private final Map<String, Queue<FakeAnswer>> next = new ConcurrentHashMap<>();
  private final Map<String, FakeAnswer> always = new ConcurrentHashMap<>();
  private volatile FakeAnswer otherwise = FakeAnswer.taken();

  FcmScript() {}

  /** Answers the next requests for a recipient, one each, in this order. */
  public void next(String recipient, FakeAnswer... answers) {
    next.computeIfAbsent(recipient, any -> new ConcurrentLinkedQueue<>()).addAll(List.of(answers));
  }

  /** Answers requests for a recipient for which there is no next answer. */
  public void always(String recipient, FakeAnswer answer) {
    always.put(recipient, answer);
  }

  /** Answers requests for all other recipients. */
  public void otherwise(FakeAnswer answer) {
    otherwise = answer;
  }

  FakeAnswer of(String recipient) {
    Queue<FakeAnswer> waiting = next.get(recipient);
    @Nullable FakeAnswer first = waiting == null ? null : waiting.poll();
    return first != null ? first : always.getOrDefault(recipient, otherwise);
  }
}

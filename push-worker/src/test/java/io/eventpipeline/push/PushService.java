package io.eventpipeline.push;

import io.eventpipeline.push.send.PushMessage;
import io.eventpipeline.push.send.Recipient;
import io.eventpipeline.push.send.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Stands for the push service of all workers of a test: answers as told, and keeps all sends. */
final class PushService {
  private final List<Send> sends = new ArrayList<>();
  private volatile Function<PushMessage, SendResult> answers = message -> new SendResult.Sent();

  /**
   * One send.
   *
   * @param at System.nanoTime of its begin
   */
  record Send(PushMessage message, SendResult result, long at) {
    String to() {
      return switch (message.to()) {
        case Recipient.Device(String token) -> token;
        case Recipient.Topic(String name) -> "topic " + name;
      };
    }

    String id() {
      return message.noteId();
    }

    boolean isTaken() {
      return result instanceof SendResult.Sent;
    }
  }

  void answer(Function<PushMessage, SendResult> how) {
    answers = how;
  }

  SendResult send(PushMessage message) {
    long at = System.nanoTime();
    SendResult result = answers.apply(message);
    synchronized (sends) {
      sends.add(new Send(message, result, at));
    }
    return result;
  }

  /** So far, in the order of their answers. */
  List<Send> sends() {
    synchronized (sends) {
      return List.copyOf(sends);
    }
  }

  List<Send> taken() {
    return sends().stream().filter(Send::isTaken).toList();
  }

  List<Send> to(String recipient) {
    return sends().stream().filter(send -> send.to().equals(recipient)).toList();
  }
}

package io.eventpipeline.push.send;

/** Sends push messages to a push service. Threads: any. */
public interface PushSender {
  /**
   * Sends once. Blocks until there is an answer or the time of a send is over, so it runs on a
   * virtual thread. It repeats nothing and never throws.
   */
  SendResult send(PushMessage message);
}

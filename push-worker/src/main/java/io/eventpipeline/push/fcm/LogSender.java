package io.eventpipeline.push.fcm;

import io.eventpipeline.push.send.PushMessage;
import io.eventpipeline.push.send.PushSender;
import io.eventpipeline.push.send.SendResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dry run: a message becomes one log line, and counts as sent. Uses no network. */
final class LogSender implements PushSender {
  private static final Logger LOG = LoggerFactory.getLogger(LogSender.class);

  @Override
  public SendResult send(PushMessage message) {
    LOG.info("Dry run, not sent: notification {}, \"{}\"", message.noteId(), message.title());
    return new SendResult.Sent();
  }
}

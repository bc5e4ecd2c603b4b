package io.eventpipeline.push;

import io.eventpipeline.push.send.PushMessage;
import io.eventpipeline.push.send.PushSender;
import io.eventpipeline.push.send.SendResult;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** Sends to the {@link PushService} of the test. */
@Primary
@Singleton
@Requires(beans = PushService.class)
final class RecordingSender implements PushSender {
  private final PushService service;

  RecordingSender(PushService service) {
    this.service = service;
  }

  @Override
  public SendResult send(PushMessage message) {
    return service.send(message);
  }
}

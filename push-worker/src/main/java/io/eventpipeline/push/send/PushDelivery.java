package io.eventpipeline.push.send;

import io.eventpipeline.contract.Parsed;
import io.eventpipeline.push.device.DeviceTokens;
import io.eventpipeline.push.finish.Ending;
import io.eventpipeline.push.finish.FinishedEntry;
import io.eventpipeline.push.note.Notification;
import io.eventpipeline.push.note.NotificationText;
import io.eventpipeline.push.outbox.Admission;
import io.eventpipeline.push.outbox.OutboxEntry;
import io.eventpipeline.push.retry.PushRetries;
import io.eventpipeline.runtime.observe.EventMark;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Makes one attempt for one entry: one device after the other. Threads: any. */
@Singleton
final class PushDelivery {
  private final Clearance clearance;
  private final Sends sends;
  private final DeviceTokens tokens;
  private final PushRetries retries;

  PushDelivery(Clearance clearance, Sends sends, DeviceTokens tokens, PushRetries retries) {
    this.clearance = clearance;
    this.sends = sends;
    this.tokens = tokens;
    this.retries = retries;
  }

  /** What became of the entry; null if another worker has it now. */
  @Nullable FinishedEntry attempt(OutboxEntry entry) throws InterruptedException {
    return switch (NotificationText.read(entry.text())) {
      case Parsed.Valid<Notification>(var note) -> {
        try (EventMark _ = EventMark.of(note.eventId())) {
          yield attempt(entry, note);
        }
      }
      case Parsed.Invalid<Notification> invalid -> malformed(entry, invalid);
    };
  }

  private static FinishedEntry malformed(OutboxEntry entry, Parsed.Invalid<Notification> invalid) {
    String why = "malformed entry: " + NotificationText.line(invalid);
    return new FinishedEntry(
        entry,
        NotificationText.idOf(entry.text(), "malformed~" + entry.id()),
        new Ending.Dead(entry.text(), why, 0, entry.addedAt()),
        0,
        0);
  }

  private @Nullable FinishedEntry attempt(OutboxEntry entry, Notification note)
      throws InterruptedException {
    DeliveryProgress progress = new DeliveryProgress(note, entry.addedAt());
    Ending ending = sendToAll(entry, note, progress);
    return ending == null
        ? null
        : new FinishedEntry(entry, note.id(), ending, progress.sent(), progress.failed());
  }

  private @Nullable Ending sendToAll(
      OutboxEntry entry, Notification note, DeliveryProgress progress) throws InterruptedException {
    Admission admission = clearance.await(entry, note);
    while (admission instanceof Admission.Open(var devices)) {
      progress.begin(devices);
      if (!sendToNext(note, progress)) {
        progress.tokensToForget().forEach(token -> tokens.forget(note.userId(), token));
        return progress.end(retries, ThreadLocalRandom.current().nextDouble());
      }
      admission = clearance.await(entry, note);
    }
    return switch (admission) {
      case null -> progress.back();
      case Admission.SentBefore() -> new Ending.SentBefore();
      case Admission.Expired() -> progress.endExpired();
      case Admission.Broken(var why) -> progress.endBroken(why);
      default -> null;
    };
  }

  /** False if nobody is left after that. */
  private boolean sendToNext(Notification note, DeliveryProgress progress) {
    Recipient to = progress.next();
    if (to == null) {
      return false;
    }
    switch (sends.send(message(note, to))) {
      case Sends.Step.Again(boolean failed) -> {
        if (failed) {
          progress.noteFailedSend();
        }
      }
      case Sends.Step.Done(var result) -> {
        progress.note(result);
        if (result instanceof SendResult.Unregistered
            && to instanceof Recipient.Device(String token)) {
          tokens.forget(note.userId(), token);
        }
      }
    }
    return progress.next() != null;
  }

  private static PushMessage message(Notification note, Recipient to) {
    Map<String, String> data = new HashMap<>(note.data());
    data.put("eventId", note.eventId());
    return new PushMessage(note.id(), to, note.title(), note.body(), data);
  }
}

package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/** Checks and reads requests. Parses nothing before the signature is right. Threads: any. */
@Singleton
final class Judge {
  private final InstantSource clock;

  @jakarta.inject.Inject
  Judge() {
    this(Clock.systemUTC());
  }

  Judge(InstantSource clock) {
    this.clock = clock;
  }

  Judgement judge(WebhookSource source, Delivery delivery) {
    long now = clock.instant().getEpochSecond();
    return switch (source.verifier().verify(delivery.headers(), delivery.body(), now)) {
      case Authenticity.WrongTime() -> new Judgement.Refused(new WebhookAnswer.WrongTime());
      case Authenticity.Forged() -> new Judgement.Refused(new WebhookAnswer.Forged());
      case Authenticity.Genuine(int secret, Proof proof) ->
          new Judgement.Genuine(secret, content(source, delivery, proof));
    };
  }

  private static Judgement.Content content(WebhookSource source, Delivery delivery, Proof proof) {
    if (source.verifier().scheme().isPing(delivery.headers())) {
      return new Judgement.Ping();
    }
    return switch (source.mapping().event(delivery.body(), delivery.headers())) {
      case Parsed.Invalid<EventDraft>(List<FieldError> errors, String id) ->
          new Judgement.Broken(errors);
      case Parsed.Valid<EventDraft>(EventDraft draft) ->
          new Judgement.Good(
              draft, source.guardsReplay() ? seenId(source, delivery.body(), proof) : null);
    };
  }

  private static String seenId(WebhookSource source, byte[] body, Proof proof) {
    byte[] hash = Sha256.of(proof.prefixBytes(), body);
    return source.name() + ":" + HexFormat.of().formatHex(hash);
  }
}

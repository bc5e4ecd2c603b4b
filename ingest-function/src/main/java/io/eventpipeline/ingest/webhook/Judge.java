package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.runtime.digest.Sha256;
import io.eventpipeline.runtime.schema.PayloadSchemas;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;

/** Checks and reads requests. Parses nothing before the signature is right. Threads: any. */
@Singleton
final class Judge {
  private final Clock clock = Clock.systemUTC();
  private final PayloadSchemas schemas;

  Judge(PayloadSchemas schemas) {
    this.schemas = schemas;
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

  private Judgement.Content content(WebhookSource source, Delivery delivery, Proof proof) {
    if (source.verifier().scheme().isPing(delivery.headers())) {
      return new Judgement.Ping();
    }
    Parsed<EventDraft> event = source.mapping().event(delivery.body(), delivery.headers());
    return switch (schemas.check(event, "")) {
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

package io.eventpipeline.ingest.webhook;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an operator at the start what is weak about a source. */
final class SourceWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(SourceWarnings.class);

  /** Shorter secrets can be guessed. */
  private static final int MIN_SECRET_BYTES = 16;

  private SourceWarnings() {}

  static void log(WebhookSource source) {
    warnOfWeakSecrets(source);
    tellUnsignedHeaders(source);
  }

  private static void warnOfWeakSecrets(WebhookSource source) {
    List<SigningSecret> secrets = source.verifier().secrets();
    long weak = secrets.stream().filter(each -> each.length() < MIN_SECRET_BYTES).count();
    if (weak > 0) {
      LOG.warn(
          "Webhook source {}: {} of its {} secrets have fewer than {} bytes and may be guessed; use"
              + " longer ones",
          source.name(),
          weak,
          secrets.size(),
          MIN_SECRET_BYTES);
    }
  }

  private static void tellUnsignedHeaders(WebhookSource source) {
    SignatureScheme scheme = source.verifier().scheme();
    List<String> unsigned =
        source.mapping().headers().filter(each -> !scheme.covers(each)).distinct().toList();
    if (!unsigned.isEmpty()) {
      LOG.info(
          "Webhook source {} reads headers that the signature does not cover: {}",
          source.name(),
          String.join(", ", unsigned));
    }
  }
}

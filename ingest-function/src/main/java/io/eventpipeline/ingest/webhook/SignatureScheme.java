package io.eventpipeline.ingest.webhook;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways in which senders sign. Each signature is an HMAC-SHA256. */
enum SignatureScheme {
  /** The sender signs the body alone; its timestamp is not signed. */
  TIMESTAMPED_HMAC("timestamped-hmac", null, null) {
    @Override
    Proof proof(RequestHeaders headers) {
      return new Proof(headers.first(X_TIMESTAMP), "", hexSignatures(headers));
    }

    @Override
    boolean signsTime() {
      return false;
    }
  },

  /** As {@link #TIMESTAMPED_HMAC}, with {@code signed: timestamp.body}. */
  SIGNED_TIMESTAMP("timestamped-hmac", null, null) {
    @Override
    Proof proof(RequestHeaders headers) {
      String time = headers.first(X_TIMESTAMP);
      return new Proof(time, time + ".", hexSignatures(headers));
    }

    @Override
    Set<String> signedHeaders() {
      return Set.of(X_TIMESTAMP);
    }
  },

  /** Standard Webhooks. */
  STANDARD("standard", "header.webhook-id", "$.type") {
    @Override
    Proof proof(RequestHeaders headers) {
      String time = headers.first("webhook-timestamp");
      String prefix = headers.first("webhook-id") + "." + time + ".";
      return new Proof(time, prefix, signatures(headers));
    }

    /** Pairs of a version and a signature; blanks and commas stand between. */
    private static List<String> signatures(RequestHeaders headers) {
      List<String> all = new ArrayList<>();
      for (String line : headers.all("webhook-signature")) {
        String[] parts = line.strip().split("[ ,]+");
        for (int i = 0; i + 1 < parts.length; i += 2) {
          if (parts[i].equals("v1")) {
            all.add(parts[i + 1]);
          }
        }
      }
      return all;
    }

    @Override
    String text(byte[] mac) {
      return Base64.getEncoder().encodeToString(mac);
    }

    @Override
    Set<String> signedHeaders() {
      return Set.of("webhook-id", "webhook-timestamp");
    }
  },

  GITHUB("github", "header.X-GitHub-Delivery", "header.X-GitHub-Event") {
    private static final String PREFIX = "sha256=";

    @Override
    Proof proof(RequestHeaders headers) {
      List<String> signatures =
          headers
              .parts("X-Hub-Signature-256")
              .filter(part -> part.startsWith(PREFIX))
              .map(part -> lower(part.substring(PREFIX.length())))
              .toList();
      return new Proof(null, "", signatures);
    }

    @Override
    boolean isTimed() {
      return false;
    }

    @Override
    boolean isPing(RequestHeaders headers) {
      return "ping".equals(headers.first("X-GitHub-Event"));
    }
  },

  STRIPE("stripe", "$.id", "$.type") {
    private static final String HEADER = "Stripe-Signature";

    @Override
    Proof proof(RequestHeaders headers) {
      String time = values(headers, "t=").findFirst().orElse(null);
      return new Proof(
          time, time + ".", values(headers, "v1=").map(SignatureScheme::lower).toList());
    }

    private static java.util.stream.Stream<String> values(RequestHeaders headers, String name) {
      return headers
          .parts(HEADER)
          .filter(part -> part.startsWith(name))
          .map(part -> part.substring(name.length()));
    }

    @Override
    boolean hasNothing(RequestHeaders headers) {
      return headers.all(HEADER).isEmpty();
    }
  },

  SHOPIFY(
      "shopify",
      "header.X-Shopify-Event-Id | header.X-Shopify-Webhook-Id",
      "header.X-Shopify-Topic") {
    @Override
    Proof proof(RequestHeaders headers) {
      return new Proof(null, "", headers.parts("X-Shopify-Hmac-Sha256").toList());
    }

    @Override
    boolean isTimed() {
      return false;
    }

    @Override
    String text(byte[] mac) {
      return Base64.getEncoder().encodeToString(mac);
    }
  };

  private static final String X_TIMESTAMP = "x-timestamp";

  /** The name in configuration. */
  final String configured;

  /** Where the id stands unless configured; null if that must be configured. */
  final @Nullable String eventId;

  /** Where the type stands unless configured; null if that must be configured. */
  final @Nullable String type;

  SignatureScheme(String configured, @Nullable String eventId, @Nullable String type) {
    this.configured = configured;
    this.eventId = eventId;
    this.type = type;
  }

  /** Reads what a request brings to prove its sender. */
  abstract Proof proof(RequestHeaders headers);

  /** Whether a request must have a timestamp. */
  boolean isTimed() {
    return true;
  }

  /** Whether the signature covers the timestamp. */
  boolean signsTime() {
    return isTimed();
  }

  /** Whether signature and timestamp share a header, and the request has none. */
  boolean hasNothing(RequestHeaders headers) {
    return false;
  }

  /** Whether the request only asks whether anybody is there. */
  boolean isPing(RequestHeaders headers) {
    return false;
  }

  /** Headers that the signature covers, in lower case. */
  Set<String> signedHeaders() {
    return Set.of();
  }

  /** Whether the signature covers a header. */
  boolean covers(String header) {
    return signedHeaders().contains(lower(header));
  }

  /** A MAC in the form of a signature. */
  String text(byte[] mac) {
    return HexFormat.of().formatHex(mac);
  }

  private static List<String> hexSignatures(RequestHeaders headers) {
    return headers.parts("x-signature").map(SignatureScheme::lower).toList();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}

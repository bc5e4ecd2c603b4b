package io.eventpipeline.ingest.idempotency;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.runtime.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;

/**
 * One request's claim on an idempotency key.
 *
 * @param userId the user whose key it is
 * @param keyId made from the user and the key: equal for all requests that must have one effect
 * @param fingerprint of what is sent: event id, type and the bytes of the payload
 * @param token of this claim alone
 */
public record KeyClaim(String userId, String keyId, String fingerprint, String token) {
  private static final int FINGERPRINT_BYTES = 16;

  /**
   * @param key the idempotency key of {@code draft}
   */
  static KeyClaim of(EventDraft draft, String key, String token) {
    MessageDigest sha256 = Sha256.begin();
    add(sha256, draft.userId());
    ByteBuffer id = ByteBuffer.wrap(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
    add(sha256, Objects.requireNonNullElse(draft.eventId(), ""));
    add(sha256, draft.type());
    draft.payload().addTo(sha256);
    ByteBuffer print = ByteBuffer.wrap(sha256.digest(), 0, FINGERPRINT_BYTES);
    byte[] bytes = new byte[FINGERPRINT_BYTES];
    print.get(bytes);
    return new KeyClaim(
        draft.userId(),
        uuid(id.getLong(), id.getLong()),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        token);
  }

  /** The client's event id, or else a UUID of version 8 made from the key. */
  public String eventIdOf(EventDraft draft) {
    String given = draft.eventId();
    return given != null ? given : keyId;
  }

  private static String uuid(long high, long low) {
    return new UUID((high & ~0xF000L) | 0x8000L, (low & ~(3L << 62)) | (1L << 63)).toString();
  }

  /** The length goes first, so that the border between two texts counts. */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}

package io.eventpipeline.ingest.idempotency;

/**
 * A key in Redis as one request reserves it.
 *
 * @param key its name
 * @param fingerprint of what is sent; equal lengths within one call
 * @param token of this request alone
 */
record KeyMark(String key, String fingerprint, String token) {
  String pending() {
    return "p" + fingerprint + token;
  }

  String done() {
    return "d" + fingerprint;
  }
}

package io.eventpipeline.ingest.webhook;

import static io.eventpipeline.ingest.webhook.Signing.base64;
import static io.eventpipeline.ingest.webhook.Signing.bytes;
import static io.eventpipeline.ingest.webhook.Signing.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
  private static final long NOW = 1_800_000_000L;
  private static final String SECRET = "a secret of 23 letters!";
  private static final byte[] BODY = bytes("{\"a\":\r\n \"\\u00e9 é\"}");

  private static Verifier verifier(SignatureScheme scheme, String... secrets) {
    return new Verifier(
        scheme, Arrays.stream(secrets).map(each -> new SigningSecret(bytes(each))).toList());
  }

  private static Authenticity verify(SignatureScheme scheme, RequestHeaders headers) {
    return verifier(scheme, SECRET).verify(headers, BODY, NOW);
  }

  private static TestHeaders timestamped(String time) {
    return TestHeaders.of("x-timestamp", time, "x-signature", hex(SECRET, "", BODY));
  }

  @Test
  void the_example_in_the_documentation_of_github_is_genuine() {
    String signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    Authenticity verdict =
        verifier(SignatureScheme.GITHUB, "It's a Secret to Everybody")
            .verify(TestHeaders.of("X-Hub-Signature-256", signature), bytes("Hello, World!"), NOW);
    assertThat(verdict).isInstanceOf(Authenticity.Genuine.class);
  }

  @Test
  void each_scheme_takes_what_its_senders_sign() {
    assertGenuine(SignatureScheme.TIMESTAMPED_HMAC, timestamped("" + NOW));
    assertGenuine(
        SignatureScheme.SIGNED_TIMESTAMP,
        TestHeaders.of("x-timestamp", "" + NOW, "x-signature", hex(SECRET, NOW + ".", BODY)));
    assertGenuine(
        SignatureScheme.GITHUB,
        TestHeaders.of("X-Hub-Signature-256", "sha256=" + hex(SECRET, "", BODY)));
    assertGenuine(
        SignatureScheme.STRIPE,
        TestHeaders.of("Stripe-Signature", "t=" + NOW + ",v1=" + hex(SECRET, NOW + ".", BODY)));
    assertGenuine(
        SignatureScheme.SHOPIFY,
        TestHeaders.of("X-Shopify-Hmac-Sha256", base64(bytes(SECRET), "", BODY)));
    assertGenuine(SignatureScheme.STANDARD, standard("v1," + standardSignature()));
  }

  private static void assertGenuine(SignatureScheme scheme, RequestHeaders headers) {
    assertThat(verify(scheme, headers)).as(scheme.name()).isInstanceOf(Authenticity.Genuine.class);
    byte[] changed = BODY.clone();
    changed[3] ^= 1;
    assertThat(verifier(scheme, SECRET).verify(headers, changed, NOW))
        .isInstanceOf(Authenticity.Forged.class);
    assertThat(verifier(scheme, "another secret").verify(headers, BODY, NOW))
        .isInstanceOf(Authenticity.Forged.class);
  }

  private static String standardSignature() {
    return base64(bytes(SECRET), "id-1." + NOW + ".", BODY);
  }

  private static TestHeaders standard(String... lines) {
    TestHeaders headers = TestHeaders.of("webhook-id", "id-1", "webhook-timestamp", "" + NOW);
    Arrays.stream(lines).forEach(line -> headers.with("webhook-signature", line));
    return headers;
  }

  @Test
  void of_several_standard_signatures_one_is_enough() {
    String good = "v1," + standardSignature();
    String other = "v1," + base64(bytes("x"), "", BODY);
    for (TestHeaders headers :
        List.of(
            standard(good + " " + other),
            standard(other + " " + good),
            standard(other, good),
            standard(good, other),
            standard(other + "," + good),
            standard("v1a," + standardSignature() + " " + good))) {
      assertThat(verify(SignatureScheme.STANDARD, headers))
          .isInstanceOf(Authenticity.Genuine.class);
    }
  }

  @Test
  void a_standard_signature_of_another_version_or_a_part_of_one_is_forged() {
    String good = standardSignature();
    for (TestHeaders headers :
        List.of(
            standard("v1a," + good),
            standard("v2," + good),
            standard(good),
            standard("v1," + good.substring(0, good.length() - 1)),
            standard("v1," + good.substring(0, 20)),
            standard("v1,"),
            standard("v1"),
            standard(""),
            standard())) {
      assertThat(verify(SignatureScheme.STANDARD, headers)).isInstanceOf(Authenticity.Forged.class);
    }
  }

  /** Base64 has several texts for the same bytes; only one is right. */
  @Test
  void no_character_of_a_signature_may_change() {
    String good = standardSignature();
    for (int i = 0; i < good.length(); i++) {
      char other = good.charAt(i) == 'B' ? 'C' : 'B';
      String changed = good.substring(0, i) + other + good.substring(i + 1);
      assertThat(verify(SignatureScheme.STANDARD, standard("v1," + changed)))
          .as(changed)
          .isInstanceOf(Authenticity.Forged.class);
    }
  }

  @Test
  void a_changed_timestamp_or_id_is_forged_where_it_is_signed() {
    TestHeaders late = TestHeaders.of("webhook-id", "id-1", "webhook-timestamp", "" + (NOW + 1));
    assertThat(
            verify(
                SignatureScheme.STANDARD,
                late.with("webhook-signature", "v1," + standardSignature())))
        .isInstanceOf(Authenticity.Forged.class);
    TestHeaders other = TestHeaders.of("webhook-id", "id-2", "webhook-timestamp", "" + NOW);
    assertThat(
            verify(
                SignatureScheme.STANDARD,
                other.with("webhook-signature", "v1," + standardSignature())))
        .isInstanceOf(Authenticity.Forged.class);
    String stripe = "t=" + (NOW - 1) + ",v1=" + hex(SECRET, NOW + ".", BODY);
    assertThat(verify(SignatureScheme.STRIPE, TestHeaders.of("Stripe-Signature", stripe)))
        .isInstanceOf(Authenticity.Forged.class);
    TestHeaders signed =
        TestHeaders.of("x-timestamp", "" + (NOW - 1), "x-signature", hex(SECRET, NOW + ".", BODY));
    assertThat(verify(SignatureScheme.SIGNED_TIMESTAMP, signed))
        .isInstanceOf(Authenticity.Forged.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, -295, 0, 295, 300})
  void a_timestamp_within_five_minutes_is_near(long seconds) {
    assertThat(verify(SignatureScheme.TIMESTAMPED_HMAC, timestamped("" + (NOW + seconds))))
        .isInstanceOf(Authenticity.Genuine.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1799999699",
        "1800000301",
        "abc",
        "1e9",
        "1800000000.0",
        "-1800000000",
        "+1800000000",
        "0x6b49d200",
        "1000000000000000000000000000000",
        "999999999999999999",
        "1800000000000",
        "",
        "１８００００００００"
      })
  void any_other_timestamp_is_wrong(String time) {
    assertThat(verify(SignatureScheme.TIMESTAMPED_HMAC, timestamped(time)))
        .isInstanceOf(Authenticity.WrongTime.class);
    String stripe = "t=" + time + ",v1=" + hex(SECRET, time + ".", BODY);
    assertThat(verify(SignatureScheme.STRIPE, TestHeaders.of("Stripe-Signature", stripe)))
        .isInstanceOf(Authenticity.WrongTime.class);
  }

  @Test
  void a_missing_timestamp_is_wrong_and_a_missing_signature_forged() {
    TestHeaders onlySignature = TestHeaders.of("x-signature", hex(SECRET, "", BODY));
    TestHeaders onlyTime = TestHeaders.of("x-timestamp", "" + NOW);
    assertThat(verify(SignatureScheme.TIMESTAMPED_HMAC, onlySignature))
        .isInstanceOf(Authenticity.WrongTime.class);
    for (SignatureScheme scheme : SignatureScheme.values()) {
      TestHeaders none = TestHeaders.of("webhook-timestamp", "" + NOW, "x-timestamp", "" + NOW);
      assertThat(verify(scheme, none)).as(scheme.name()).isInstanceOf(Authenticity.Forged.class);
    }
    assertThat(verify(SignatureScheme.TIMESTAMPED_HMAC, onlyTime))
        .isInstanceOf(Authenticity.Forged.class);
  }

  @Test
  void hexadecimal_digits_may_have_any_case() {
    String upper = hex(SECRET, "", BODY).toUpperCase(Locale.ROOT);
    assertThat(
            verify(
                SignatureScheme.TIMESTAMPED_HMAC,
                TestHeaders.of("x-timestamp", "" + NOW, "x-signature", upper)))
        .isInstanceOf(Authenticity.Genuine.class);
  }

  @ParameterizedTest
  @CsvSource({"new,0", "old,1", "oldest,2"})
  void the_secret_that_matched_is_told(String used, int index) {
    TestHeaders headers = TestHeaders.of("X-Hub-Signature-256", "sha256=" + hex(used, "", BODY));
    assertThat(verifier(SignatureScheme.GITHUB, "new", "old", "oldest").verify(headers, BODY, NOW))
        .isInstanceOfSatisfying(
            Authenticity.Genuine.class, genuine -> assertThat(genuine.secret()).isEqualTo(index));
    assertThat(verifier(SignatureScheme.GITHUB, "new").verify(headers, BODY, NOW))
        .isInstanceOf(used.equals("new") ? Authenticity.Genuine.class : Authenticity.Forged.class);
  }
}

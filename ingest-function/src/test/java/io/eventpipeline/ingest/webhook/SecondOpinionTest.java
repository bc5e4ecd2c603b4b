package io.eventpipeline.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the library of Standard Webhooks signs, our own verifier takes. */
class SecondOpinionTest {
  private static final int BODIES = 1000;
  private static final int LARGE = 300 * 1024;

  @Test
  void a_thousand_random_bodies_are_genuine() throws Exception {
    long seed = System.nanoTime();
    System.out.println("second opinion: seed " + seed);
    Random random = new Random(seed);
    int notUtf8 = 0;
    for (int i = 0; i < BODIES; i++) {
      byte[] body = body(random, i);
      byte[] key = new byte[24 + random.nextInt(41)];
      random.nextBytes(key);
      String id = "msg_" + random.nextInt();
      long now = 1_700_000_000L + random.nextInt(100_000_000);
      String text = utf8(body);
      notUtf8 += text == null ? 1 : 0;
      String signature =
          text == null ? specification(key, id, now, body) : library(key, id, now, text);
      TestHeaders headers =
          TestHeaders.of(
              "webhook-id", id, "webhook-timestamp", "" + now, "webhook-signature", signature);
      Verifier verifier = new Verifier(SignatureScheme.STANDARD, List.of(new SigningSecret(key)));
      assertThat(verifier.verify(headers, body, now)).isInstanceOf(Authenticity.Genuine.class);
    }
    assertThat(notUtf8).isBetween(1, BODIES - 1);
  }

  private static byte[] body(Random random, int number) {
    byte[] body = new byte[number == 0 ? 0 : number % 100 == 1 ? LARGE : random.nextInt(2000)];
    random.nextBytes(body);
    if (number % 4 == 0) {
      return body;
    }
    for (int i = 0; i < body.length; i++) {
      body[i] &= 0x7f; // with control characters and line ends
    }
    String text = new String(body, StandardCharsets.US_ASCII).replace('x', 'é').replace("y", "😀");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String library(byte[] key, String id, long now, String body) throws Exception {
    return new Webhook("whsec_" + Base64.getEncoder().encodeToString(key)).sign(id, now, body);
  }

  /** The library takes texts only. */
  private static String specification(byte[] key, String id, long now, byte[] body) {
    return "v1," + Signing.base64(key, id + "." + now + ".", body);
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }
}

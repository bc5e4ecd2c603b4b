package io.eventpipeline.testbed.fcm;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A service account with a new key.
 *
 * @param projectId of Firebase
 * @param clientEmail its name
 */
public record ServiceAccount(String projectId, String clientEmail, KeyPair keys) {
  /** Makes one. */
  public static ServiceAccount make(String projectId) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      String email = "push@" + projectId + ".iam.gserviceaccount.com";
      return new ServiceAccount(projectId, email, generator.generateKeyPair());
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** The private key in PEM. */
  public String pem() {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
  }

  /** The file that Firebase's console gives out. */
  public String json(String tokenUri) {
    return FakeJson.write(
        Map.of(
            "type",
            "service_account",
            "project_id",
            projectId,
            "private_key_id",
            "1",
            "private_key",
            pem(),
            "client_email",
            clientEmail,
            "client_id",
            "1",
            "token_uri",
            tokenUri));
  }
}

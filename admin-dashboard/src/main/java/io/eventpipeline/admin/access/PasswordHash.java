package io.eventpipeline.admin.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it stands in the configuration: {@code pbkdf2-sha256:ROUNDS:SALT:KEY}, salt and key
 * in base64. One hash of the usual rounds takes some tenths of a second. Threads: any.
 */
public final class PasswordHash {
  /** The most characters of a password. A longer text is refused before it is hashed. */
  public static final int LONGEST = 1024;

  private static final String SCHEME = "pbkdf2-sha256";
  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final int ROUNDS = 600_000;
  private static final int MOST_ROUNDS = 10_000_000;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(SCHEME + ":([1-9][0-9]{4,7}):([A-Za-z0-9+/]+={0,2}):([A-Za-z0-9+/]+={0,2})");

  private final int rounds;
  private final byte[] salt;
  private final byte[] key;

  private PasswordHash(int rounds, byte[] salt, byte[] key) {
    this.rounds = rounds;
    this.salt = salt;
    this.key = key;
  }

  /** Hashes a password with a new salt. */
  public static PasswordHash of(char[] password) {
    return of(password, ROUNDS);
  }

  static PasswordHash of(char[] password, int rounds) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(rounds, salt, derive(password, salt, rounds, KEY_BYTES));
  }

  /**
   * Reads a hash.
   *
   * @param property its name, for the message
   * @throws IllegalArgumentException with the rule that it breaks; it does not quote the text
   */
  static PasswordHash parse(String property, String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          property
              + " must be pbkdf2-sha256:ROUNDS:SALT:KEY, as ./pipeline admin-password prints it");
    }
    int rounds = Integer.parseInt(parts.group(1));
    byte[] salt = Base64.getDecoder().decode(parts.group(2));
    byte[] key = Base64.getDecoder().decode(parts.group(3));
    if (rounds > MOST_ROUNDS || salt.length < SALT_BYTES || key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          property
              + " must have 10000 to 10000000 rounds, a salt of 16 bytes or more and a key of 32"
              + " bytes");
    }
    return new PasswordHash(rounds, salt, key);
  }

  /** The hash of a password that nobody knows; to compare with it costs as much. */
  PasswordHash ofNobody() {
    return of(SecretText.random().toCharArray(), rounds);
  }

  /** True for the password that was hashed. Takes as long for a wrong one. */
  boolean matches(char[] password) {
    return MessageDigest.isEqual(key, derive(password, salt, rounds, key.length));
  }

  /** The form for the configuration. */
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return String.join(
        ":",
        SCHEME,
        Integer.toString(rounds),
        base64.encodeToString(salt),
        base64.encodeToString(key));
  }

  private static byte[] derive(char[] password, byte[] salt, int rounds, int bytes) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, rounds, bytes * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      spec.clearPassword();
    }
  }
}

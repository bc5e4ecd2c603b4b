package io.eventpipeline.admin.access;

import java.util.Map;

/** The people of the tests. Their passwords are hashed in few rounds. */
public final class TestUsers {
  public static final String PASSWORD = "correct horse";
  public static final String TOKEN = "a-token-of-a-program";
  private static final String HASH = PasswordHash.of(PASSWORD.toCharArray(), 10_000).text();

  private TestUsers() {}

  /** The operator ann, the viewer bob, and a program for each role. */
  public static Map<String, Object> settings() {
    return Map.of(
        "admin.users.ann.password-hash",
        HASH,
        "admin.users.ann.role",
        "operator",
        "admin.users.bob.password-hash",
        HASH,
        "admin.users.bob.role",
        "viewer",
        "admin.tokens.deploy.sha256",
        SecretText.hash(TOKEN),
        "admin.tokens.deploy.role",
        "operator",
        "admin.tokens.watch.sha256",
        SecretText.hash(TOKEN + "-2"),
        "admin.tokens.watch.role",
        "viewer");
  }
}

package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.ServiceProcess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard of a pipeline, and a client of it. If it has users, there is one of each role, both
 * with the password {@link #PASSWORD}. Threads: any, but one at a time to start.
 */
public final class AdminSide {
  /** Its pages, as paths. */
  public static final List<String> PAGES =
      List.of(
          "/admin/events",
          "/admin/dead-letters",
          "/admin/skipped",
          "/admin/users",
          "/admin/push",
          "/admin/overview");

  /** The user of the role {@code operator}. */
  public static final String OPERATOR = "olga";

  /** The user of the role {@code viewer}. */
  public static final String VIEWER = "vera";

  public static final String PASSWORD = "correct horse battery staple";

  private static final String TOKEN = "the token of a program";
  private static final int ROUNDS = 600_000;
  private static final int KEY_BITS = 256;

  private final int port = FreePort.find();
  private final EventsClient client = new EventsClient(port);
  private final IntFunction<ServiceProcess.Builder> described;
  private @Nullable volatile ServiceProcess process;

  /**
   * Starts nothing.
   *
   * @param described describes the service at a port
   */
  AdminSide(IntFunction<ServiceProcess.Builder> described) {
    this.described = described;
  }

  /** Gives a dashboard both users. */
  static void addUsers(ServiceProcess.Builder dashboard) {
    String hash = hash();
    for (String user : List.of(OPERATOR, VIEWER)) {
      String setting = "ADMIN_USERS_" + user.toUpperCase(Locale.ROOT);
      dashboard.env(setting + "_PASSWORD_HASH", hash);
      dashboard.env(setting + "_ROLE", user.equals(OPERATOR) ? "operator" : "viewer");
    }
  }

  /** Lets a program with a token of the role {@code viewer} use the API of a dashboard. */
  static void addToken(ServiceProcess.Builder dashboard) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
      dashboard
          .env("ADMIN_TOKENS_PROGRAM_SHA256", HexFormat.of().formatHex(sha256))
          .env("ADMIN_TOKENS_PROGRAM_ROLE", "viewer");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash() {
    byte[] salt = "a salt for tests".getBytes(StandardCharsets.UTF_8);
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, ROUNDS, KEY_BITS))
              .getEncoded();
      Base64.Encoder base64 = Base64.getEncoder();
      return "pbkdf2-sha256:%d:%s:%s"
          .formatted(ROUNDS, base64.encodeToString(salt), base64.encodeToString(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it, or starts it again on its port after it ended. Does not wait until it is ready. */
  public ServiceProcess launch() {
    ServiceProcess started = described.apply(port).start();
    process = started;
    return started;
  }

  /**
   * Its process.
   *
   * @throws IllegalStateException if it was never started
   */
  public ServiceProcess process() {
    ServiceProcess now = process;
    if (now == null) {
      throw new IllegalStateException("the dashboard was not started");
    }
    return now;
  }

  /**
   * The URL of a page.
   *
   * @param path such as {@code /admin/events}
   */
  public URI page(String path) {
    return URI.create("http://localhost:" + port).resolve(path);
  }

  /**
   * Gets a page, or with a token what a program asks for.
   *
   * @param path such as {@code /admin/events}
   */
  public HttpReply get(String path) {
    return client.get(path, Map.of("Authorization", "Bearer " + TOKEN));
  }

  /** Its process, or nothing if it was never started. */
  List<ServiceProcess> started() {
    ServiceProcess now = process;
    return now == null ? List.of() : List.of(now);
  }
}

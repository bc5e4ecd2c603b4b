package io.eventpipeline.admin.access;

import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.digest.Sha256;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who may log in. A wrong one stops the start. Threads: any. */
@Context
public final class Users {
  private static final Logger LOG = LoggerFactory.getLogger(Users.class);
  private static final int MARK_CHARS = 16;

  private final Map<String, User> byName = new HashMap<>();

  @Inject
  Users(List<UserSettings> configured) {
    for (UserSettings one : configured) {
      if (!one.isEmpty()) {
        byName.put(one.name(), read(one));
      }
    }
    if (byName.isEmpty()) {
      LOG.warn(
          "There are no users: the dashboard answers to this machine only, and shows without acting;"
              + " set admin.users.NAME.password-hash and admin.users.NAME.role");
    } else {
      LOG.info("{} users may log in", byName.size());
    }
  }

  private static User read(UserSettings one) {
    String prefix = "admin.users." + one.name();
    Secret hash = one.passwordHash();
    if (hash == null) {
      throw new IllegalStateException(
          prefix + ".password-hash is missing: make one with ./pipeline admin-password");
    }
    Role role = one.role() == null ? null : Role.of(one.role());
    if (role == null) {
      throw new IllegalStateException(prefix + ".role must be viewer or operator");
    }
    try {
      return new User(one.name(), PasswordHash.parse(hash.value()), role, mark(hash.value()));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalStateException(prefix + ".password-hash " + wrong.getMessage(), wrong);
    }
  }

  private static String mark(String text) {
    byte[] hash = Sha256.of(text.strip().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, MARK_CHARS);
  }

  /** True if nobody can log in. */
  public boolean none() {
    return byName.isEmpty();
  }

  @Nullable User find(String name) {
    return byName.get(name);
  }
}

package io.eventpipeline.local.command;

/**
 * An account of the database of the projections.
 *
 * @param password empty if the server asks for none
 */
record SqlAccount(String user, String password) {
  /** That of the variables {@code PREFIX_USERNAME} and {@code PREFIX_PASSWORD}. */
  static SqlAccount given(String prefix, String usual) {
    return new SqlAccount(
        System.getenv().getOrDefault(prefix + "_USERNAME", usual),
        System.getenv().getOrDefault(prefix + "_PASSWORD", ""));
  }

  @Override
  public String toString() {
    return user;
  }
}

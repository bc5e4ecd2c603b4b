package io.eventpipeline.admin.audit;

/**
 * Who acts.
 *
 * @param name such as {@code cli:ann}
 * @param role {@code operator} or {@code viewer}
 * @param ip the address that the person came from; empty on the command line
 */
public record Operator(String name, String role, String ip) {
  /** The person at the command line. */
  public static Operator atCommandLine() {
    return new Operator("cli:" + System.getProperty("user.name", "unknown"), "operator", "");
  }
}

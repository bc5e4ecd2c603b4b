package io.eventpipeline.local.command;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;

/** Checks the database in the options before anything starts. No message shows its URL. */
final class SqlAddress {
  private static final String HOST = "(?:\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+)(?::\\d{1,5})?";
  private static final Pattern URL =
      Pattern.compile("jdbc:postgresql://%1$s(?:,%1$s)*/[^/?#]+(?:\\?.*)?".formatted(HOST));

  /** The driver would prefer it to the account of the variables, which differs per service. */
  private static final Pattern ACCOUNT = Pattern.compile("(?i)[?&](?:user|password)=");

  private static final String PATIENCE_S = "3";

  /** The class of SQL states of a refused login. */
  private static final String LOGIN = "28";

  private SqlAddress() {}

  /**
   * @throws IllegalStateException saying what to do, if an account cannot log in
   */
  static void require(SqlDatabase database) {
    String url = database.url();
    if (!URL.matcher(url).matches() || ACCOUNT.matcher(url).find()) {
      throw new IllegalStateException(
          "--sql must be a URL like jdbc:postgresql://HOST:PORT/DATABASE; accounts come from"
              + " PIPELINE_SQL_USERNAME, PIPELINE_SQL_PASSWORD and PIPELINE_SQL_READER_…");
    }
    requireLogin(url, database.owner(), "PIPELINE_SQL");
    requireLogin(url, database.reader(), "PIPELINE_SQL_READER");
  }

  private static void requireLogin(String url, SqlAccount account, String variables) {
    Properties properties = new Properties();
    properties.setProperty("user", account.user());
    properties.setProperty("password", account.password());
    properties.setProperty("connectTimeout", PATIENCE_S);
    properties.setProperty("socketTimeout", PATIENCE_S);
    try (Connection connection = DriverManager.getDriver(url).connect(url, properties)) {
      connection.getMetaData();
    } catch (SQLException e) {
      throw new IllegalStateException(
          String.valueOf(e.getSQLState()).startsWith(LOGIN)
              ? "the database of --sql refuses a login (%s): correct %s_USERNAME and %2$s_PASSWORD"
                  .formatted(Reason.innermost(e), variables)
              : "no PostgreSQL answers where --sql says (%s): start it, correct --sql, or omit --sql to start one here"
                  .formatted(Reason.innermost(e)));
    }
  }
}

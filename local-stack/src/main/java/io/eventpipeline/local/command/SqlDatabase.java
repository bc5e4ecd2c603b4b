package io.eventpipeline.local.command;

import io.eventpipeline.local.LocalPostgres;
import java.util.Map;

/**
 * The database of the projections.
 *
 * @param url for JDBC, without an account
 * @param owner makes the tables and writes them
 * @param reader asks the queries and may only read
 */
record SqlDatabase(String url, SqlAccount owner, SqlAccount reader) {
  private static final String SETTING = "DATASOURCES_DEFAULT_";

  /** A server that runs, with the accounts that the variables {@code PIPELINE_SQL_…} name. */
  static SqlDatabase given(String url) {
    return new SqlDatabase(
        url,
        SqlAccount.given("PIPELINE_SQL", LocalPostgres.USER),
        SqlAccount.given("PIPELINE_SQL_READER", LocalPostgres.READER));
  }

  /** As environment variables: the projections are on, and this is their database. */
  Map<String, String> toWrite() {
    return Map.of(
        "PROJECTIONS_ENABLED",
        "true",
        "PROJECTIONS_READER",
        reader.user(),
        SETTING + "URL",
        url,
        SETTING + "USERNAME",
        owner.user(),
        SETTING + "PASSWORD",
        owner.password());
  }

  /** As environment variables: the queries read this database. */
  Map<String, String> toRead() {
    return Map.of(
        SETTING + "URL", url,
        SETTING + "USERNAME", reader.user(),
        SETTING + "PASSWORD", reader.password());
  }
}

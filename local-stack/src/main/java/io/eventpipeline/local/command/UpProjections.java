package io.eventpipeline.local.command;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The projections, which run in the consumer, and their database. */
final class UpProjections {
  /** Their name for {@code --without}. */
  static final String NAME = "projections";

  private static final Path TARGET = Path.of("projections", "target");

  @Option(
      names = "--sql",
      paramLabel = "URL",
      defaultValue = "${env:PIPELINE_SQL}",
      description =
          "use this PostgreSQL for the projections instead of starting one, such as"
              + " jdbc:postgresql://HOST:PORT/DATABASE. Accounts come from variables, which"
              + " process lists do not show: PIPELINE_SQL_USERNAME (pipeline) and"
              + " PIPELINE_SQL_PASSWORD own the tables, PIPELINE_SQL_READER_USERNAME"
              + " (pipeline_reader) and PIPELINE_SQL_READER_PASSWORD read them for the queries")
  private @Nullable String sql;

  @Option(
      names = "--sql-port",
      defaultValue = "0",
      description = "port of the PostgreSQL that is started (5432, or a free one)")
  private int sqlPort;

  /**
   * @throws IllegalStateException saying what to do, if the port is taken, or the server does not
   *     answer or refuses an account
   */
  void check() {
    Addresses.requireFreeUnlessAny("--sql-port", sqlPort);
    if (sql != null) {
      SqlAddress.require(SqlDatabase.given(sql));
    }
  }

  /** The database; starts one unless one is given. */
  SqlDatabase database(UpStart start) throws IOException {
    if (sql != null) {
      return SqlDatabase.given(sql);
    }
    start.say("starting PostgreSQL");
    int at = sqlPort == 0 ? FreePort.preferring(5432) : sqlPort;
    LocalPostgres server = start.server(LocalPostgres.launch(start.folder().postgres(), at));
    start.say("PostgreSQL is at port " + server.port());
    return new SqlDatabase(
        server.url(),
        new SqlAccount(LocalPostgres.USER, ""),
        new SqlAccount(LocalPostgres.READER, ""));
  }

  /** Adds the projections to the consumer. They come after the team's jars, as in the image. */
  static void addTo(ServiceProcess.Builder consumer, SqlDatabase database) throws IOException {
    database.toWrite().forEach(consumer::env);
    consumer.classPath(jars());
  }

  /** The projections, and what they need besides the consumer's jars. */
  static Path[] jars() throws IOException {
    return Stream.concat(
            Stream.of(TARGET.resolve("projections.jar")), Stream.of(Jars.in(TARGET.resolve("lib"))))
        .toArray(Path[]::new);
  }

  /** The database for people: a given URL may hold secrets. */
  String shown(SqlDatabase database) {
    return sql == null
        ? "%s   user %s, no password".formatted(database.url(), database.owner())
        : "as --sql says";
  }
}

package io.eventpipeline.query.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.eventpipeline.query.observe.QueryMetric;
import io.eventpipeline.runtime.config.Redacted;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.time.SystemTime;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's way to PostgreSQL. Looks at the tables once a second; while they cannot be read,
 * reads fail at once. Threads: any; callers wait.
 */
@Context
@Requires(property = "datasources.default.url")
public final class QuerySql {
  private static final Logger LOG = LoggerFactory.getLogger(QuerySql.class);

  /** Needs the rights and takes the locks of every read, but reads no row. */
  private static final String LOOK = "SELECT FROM users, orders, payments LIMIT 0";

  private final HikariDataSource pool;
  private final Meters<QueryMetric> meters;
  private final OnceAMinute told = new OnceAMinute();
  private volatile @Nullable SqlAway trouble = new SqlAway("it has not answered yet", true);
  private volatile boolean closed;

  /** What a connection of the pool is borrowed for. */
  @FunctionalInterface
  private interface Use<T extends @Nullable Object> {
    T of(Connection connection) throws SQLException;
  }

  /** Makes the answer of the rows, before the first of them. */
  @FunctionalInterface
  interface Answer<T extends @Nullable Object> {
    T of(ResultSet rows) throws SQLException;
  }

  QuerySql(DataSource pool, Meters<QueryMetric> meters) {
    this.pool = (HikariDataSource) pool;
    this.meters = meters;
    meters.gauge(QueryMetric.SQL_UP, this, one -> one.trouble == null ? 1 : 0);
  }

  /** Why the tables cannot be read; empty while they can. */
  String trouble() {
    SqlAway now = trouble;
    return now == null ? "" : String.valueOf(now.getMessage());
  }

  /**
   * Reads the rows of one key.
   *
   * @param statement has one parameter, the key
   * @throws SqlAway if the tables cannot be read now
   */
  <T extends @Nullable Object> T read(String statement, String key, Answer<T> answer)
      throws SqlAway {
    long since = SystemTime.nanos();
    try {
      SqlAway now = trouble;
      if (now != null && !now.isBusy()) {
        throw new SqlAway(trouble(), false);
      }
      T read = run(connection -> read(connection, statement, key, answer));
      meters.record(QueryMetric.SQL_READ, SystemTime.nanos() - since);
      return read;
    } catch (SqlAway e) {
      meters.count(QueryMetric.SQL_REFUSED, e.isBusy() ? "busy" : "away", 1);
      throw e;
    }
  }

  private static <T extends @Nullable Object> T read(
      Connection connection, String statement, String key, Answer<T> answer) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      prepared.setString(1, key);
      return answer.of(prepared.executeQuery());
    }
  }

  private <T extends @Nullable Object> T run(Use<T> use) throws SqlAway {
    try (Connection connection = pool.getConnection()) {
      return use.of(connection);
    } catch (SQLTransientConnectionException e) {
      boolean busy = pool.getHikariPoolMXBean().getTotalConnections() == pool.getMaximumPoolSize();
      throw explain(e, busy ? "all connections are in use" : SqlReason.of(e), busy);
    } catch (SQLException e) {
      throw explain(e, SqlReason.of(e), false);
    }
  }

  private SqlAway explain(SQLException error, String why, boolean busy) {
    if (!closed && told.mayTell(why, SystemTime.nanos())) {
      LOG.warn(
          "PostgreSQL at {} cannot be used: {} ({}). Requests for users and orders get 503; metrics"
              + " go on. Trying again every second",
          address(),
          why,
          cause(error));
    }
    return new SqlAway(why, busy);
  }

  /** The first line of the driver's message. The pool's own message says only that it waited. */
  private static String cause(SQLException error) {
    Throwable told = error.getCause() == null ? error : error.getCause();
    return Redacted.text(String.valueOf(told.getMessage()).lines().findFirst().orElse(""));
  }

  /** Without parameters, which may be secrets. */
  private String address() {
    return String.valueOf(pool.getJdbcUrl()).split("\\?", 2)[0];
  }

  @Scheduled(fixedDelay = "1s")
  void look() {
    if (closed) {
      return;
    }
    SqlAway before = trouble;
    try {
      boolean ignored = run(QuerySql::lookAtTables);
      trouble = null;
      if (before != null) {
        LOG.info("PostgreSQL at {} answers", address());
      }
    } catch (SqlAway e) {
      trouble = e;
    }
  }

  private static boolean lookAtTables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(LOOK);
    }
  }

  /** Logs no more. Whoever made the pool ends it. */
  @PreDestroy
  void close() {
    closed = true;
  }
}

package io.eventpipeline.projection.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the connections of one migration and gets them all back. Flyway closes none after one that
 * broke, and a pool would wait for the others for ever. Threads: any.
 */
final class MigrationConnections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationConnections.class);

  private final DataSource database;
  private final Collection<Connection> given = new ConcurrentLinkedQueue<>();

  MigrationConnections(DataSource database) {
    this.database = database;
  }

  DataSource source() {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    try {
      Object result = method.invoke(database, arguments);
      if (result instanceof Connection connection) {
        given.add(connection);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Closes those that are open. */
  @Override
  public void close() {
    for (Connection connection : given) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("a connection of a migration broke", e);
      }
    }
  }
}

/**
 * The statements that write rows, and the schema of their tables. Another database is another
 * {@code ProjectionSql}.
 *
 * <p>Before: {@code write}. After: the JDBC driver. Knows neither events nor threads.
 */
@NullMarked
package io.eventpipeline.projection.sql;

import org.jspecify.annotations.NullMarked;

/**
 * Reads the tables that the projections write. Before: {@code http}. After: JDBC and a pool of
 * connections. Knows neither Redis nor windows.
 */
@NullMarked
package io.eventpipeline.query.sql;

import org.jspecify.annotations.NullMarked;

/**
 * What the outside relies on: the event, its JSON and rules, the names in Kafka and Redis, and the
 * interface a team's handler implements.
 *
 * <p>Knows no framework and no client of Kafka or Redis; every other module may use it.
 */
@NullMarked
package io.eventpipeline.contract;

import org.jspecify.annotations.NullMarked;

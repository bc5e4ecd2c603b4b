/**
 * The contract that handler authors compile against: the event, its JSON and rules, and the
 * interface of a handler.
 *
 * <p>Before: nothing. After: every other module. Knows no framework, no Kafka and no Redis.
 */
@NullMarked
package io.eventpipeline.contract;

import org.jspecify.annotations.NullMarked;

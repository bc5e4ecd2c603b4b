/**
 * The pages of events: the newest ones live, search, one event. Before: HTTP. After: {@code log}
 * and Redis. Knows no Kafka.
 */
@NullMarked
package io.eventpipeline.admin.event;

import org.jspecify.annotations.NullMarked;

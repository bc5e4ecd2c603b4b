/**
 * Reads the log of events without an index: the newest records, a search backward, one record by
 * its id, and how far the consumers are. Before: the pages. After: Kafka, and Redis for states.
 * Joins no group, commits nothing, writes nothing.
 */
@NullMarked
package io.eventpipeline.admin.log;

import org.jspecify.annotations.NullMarked;

package io.eventpipeline.projection.rebuild;

import io.eventpipeline.projection.row.ProjectionRow;

/**
 * A row, and where its event stands in the topic.
 *
 * @param replayed true if an operator had the event run again, perhaps with another payload
 */
record RecordedRow(ProjectionRow row, int partition, long offset, boolean replayed) {}

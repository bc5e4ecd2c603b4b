package io.eventpipeline.projection.rebuild;

import io.eventpipeline.projection.row.ProjectionRow;

/** A row, and where its event stands in the topic. */
record RecordedRow(ProjectionRow row, int partition, long offset) {}

package io.eventpipeline.projection.handle;

import io.eventpipeline.contract.BundledHandler;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.projection.ProjectionSettings;
import io.eventpipeline.projection.observe.ProjectionMeters;
import io.eventpipeline.projection.row.RowReader;
import io.eventpipeline.projection.write.RowWriter;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Set;

/** Keeps the tables: each event is the newest version of a row, or changes nothing. */
@Singleton
@Requires(property = "projections.enabled", value = "true")
final class ProjectionHandler implements BundledHandler {
  private final Set<String> types;
  private final RowWriter writer;
  private final ProjectionMeters meters;

  ProjectionHandler(ProjectionSettings settings, RowWriter writer, ProjectionMeters meters) {
    this.types = Set.copyOf(settings.types());
    this.writer = writer;
    this.meters = meters;
  }

  @Override
  public Set<String> types() {
    return types;
  }

  @Override
  public void handle(Event event) throws InterruptedException {
    try {
      writer.write(RowReader.read(event));
    } catch (NonRetryable e) {
      meters.countRefused();
      throw e;
    }
  }
}

package io.eventpipeline.projection.row;

/** A row of {@code users}. Texts have 1 to 256 characters. */
public record UserRow(String userId, String email, String name, long time, String eventId)
    implements ProjectionRow {
  @Override
  public String key() {
    return userId;
  }
}

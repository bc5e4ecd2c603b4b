package io.eventpipeline.projection.row;

/**
 * A row of {@code inventory}.
 *
 * @param sku 1 to 256 characters
 * @param quantity what there is after the event, any 64-bit number
 */
public record StockRow(String sku, long quantity, long time, String eventId)
    implements ProjectionRow {
  @Override
  public String key() {
    return sku;
  }
}

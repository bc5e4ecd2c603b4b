package io.eventpipeline.projection.row;

import java.math.BigDecimal;

/**
 * A row of {@code payments}. Texts have 1 to 256 characters.
 *
 * @param amount with two decimals, below 10^15 either side of zero
 */
public record PaymentRow(
    String paymentId, String orderId, BigDecimal amount, String status, long time, String eventId)
    implements ProjectionRow {
  @Override
  public String key() {
    return paymentId;
  }
}

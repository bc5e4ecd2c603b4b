package io.eventpipeline.local.simulate;

/** What a request carries, and how the API must answer it. */
public enum SendKind {
  USER("users"),
  ORDER("orders"),
  PAYMENT("payments"),
  STOCK("stock"),
  /** The same event once more. */
  DUPLICATE("duplicates"),
  /** An older version of an order, which arrives after a newer one. */
  LATE("out of order"),
  /** An event that the API accepts, and whose handler cannot succeed. */
  FAILING("failing"),
  /** An event that the API must refuse. */
  INVALID("invalid"),
  WEBHOOK("webhooks"),
  CLICKS("clicks");

  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;

  private final String title;

  SendKind(String title) {
    this.title = title;
  }

  /** Its name in the summary. */
  String title() {
    return title;
  }

  /** Whether this final status of the answer is right. */
  boolean expects(int status) {
    return switch (this) {
      case INVALID -> status == BAD_REQUEST;
      case CLICKS -> status == OK;
      // 200 is a duplicate: Kafka may acknowledge a webhook just after a 503.
      case WEBHOOK -> status == ACCEPTED || status == OK;
      default -> status == ACCEPTED;
    };
  }
}

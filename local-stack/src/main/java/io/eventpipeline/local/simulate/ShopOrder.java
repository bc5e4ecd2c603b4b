package io.eventpipeline.local.simulate;

/**
 * An order of one article.
 *
 * @param number from 1
 * @param cents what the order costs
 * @param article from 0
 * @param pieces how many of the article
 */
record ShopOrder(long number, String id, String user, int cents, int article, int pieces) {
  /** As a JSON number with two decimals. */
  String amount() {
    return "%d.%02d".formatted(cents / 100, cents % 100);
  }
}

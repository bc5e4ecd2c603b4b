package io.eventpipeline.local.command;

import io.eventpipeline.local.WebhookSignature;
import io.eventpipeline.local.simulate.ShopEvents;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;

/**
 * A day in a shop: a user, her orders, of which a partner sends the first, a payment, stock, a
 * visitor, and a payment that fails until an operator mends it. Shows each where the pipeline keeps
 * it.
 *
 * @param query base URL of the query service
 * @param secret signs the webhook
 * @param servers where {@code ./pipeline replay} finds Kafka and Redis, as environment variables
 * @param run distinguishes this run from others; letters and digits
 */
record ShopStory(
    StoryTeller teller,
    URI api,
    URI query,
    String secret,
    RedisCommands<String, String> redis,
    Map<String, String> servers,
    String run) {
  private static final String NAME = "Ann Abel";
  private static final int ACCEPTED = 202;
  private static final int OK = 200;

  /** Types of the story that no projection takes. */
  private static final List<String> OTHER_TYPES = List.of("order.created", "click");

  /**
   * Checks that a pipeline of this machine can play it.
   *
   * @param where it runs, see {@link DataFolder#whereRunning}
   * @throws IllegalStateException saying with which options it must be started
   */
  static void requireIn(Properties where) {
    for (String part : List.of("query", "sql", "pushLog")) {
      if (where.getProperty(part, "").isEmpty()) {
        throw new IllegalStateException(
            "the story needs the query service, the projections and the push worker: start"
                + " ./pipeline up without --only and --without");
      }
    }
    for (String type : OTHER_TYPES) {
      if (!TeamHandlers.isTaken(type, where.getProperty("types", ""))) {
        throw new IllegalStateException(
            "none of your handlers takes the type '%s', which the story sends: set HANDLER_ACCEPT_TYPES=%s and start ./pipeline up again"
                .formatted(type, String.join(",", OTHER_TYPES)));
      }
    }
  }

  void tell() throws InterruptedException {
    user();
    webhook();
    orders();
    payment();
    stock();
    click();
    repair();
    teller.end();
  }

  private void user() throws InterruptedException {
    teller.begin("A user signs up and becomes a row");
    String body =
        ShopEvents.userCreated(id("user"), ann(), ann() + "@example.com", NAME, Instant.now());
    send(body, "UserCreatedEvent of " + ann());
    awaitRow("/users/" + ann(), id("user"), answer -> answer.contains("\"" + NAME + "\""));
    teller.linkToEvent(id("user"));
  }

  private void webhook() throws InterruptedException {
    teller.begin(
        "A partner's signed webhook brings her first order, and a push notification goes out");
    String body =
        "{\"event_id\":\"%s\",\"user_id\":\"%s\",\"order_id\":\"%s\",\"amount\":10.5}"
            .formatted(id("webhook"), ann(), order(1));
    HttpRequest request =
        CommandEvents.post(
            api.resolve(WebhookSignature.PATH),
            body,
            WebhookSignature.TIMESTAMP,
            Long.toString(System.currentTimeMillis() / 1000),
            WebhookSignature.SIGNATURE,
            WebhookSignature.of(body, secret));
    teller.send(request, "order.created of " + ann(), ACCEPTED);
    String key = "push:sent:" + id("webhook") + "#1";
    teller.awaitValue(
        key,
        () -> redis.get(key),
        "the push worker's log, and the consumer's rule for order.created (OUTBOX_RULES_0_TYPE)");
    teller.linkToEvent(id("webhook"));
    teller.link("/admin/push");
  }

  private void orders() throws InterruptedException {
    teller.begin("The shop books that order and two more; the newest comes first");
    Instant now = Instant.now();
    for (int i = 1; i <= 3; i++) {
      String body =
          ShopEvents.orderPlaced(
              id("order-" + i), order(i), ann(), i + "0.50", "PLACED", now.plusMillis(i));
      send(body, "OrderPlacedEvent %s of %s".formatted(order(i), ann()));
    }
    awaitRow(
        "/users/" + ann(),
        id("order-3"),
        answer ->
            answer.matches(
                "(?s).*\"%s\".*\"%s\".*\"%s\".*".formatted(order(3), order(2), order(1))));
    teller.link("/admin/events?user=" + ann());
  }

  private void payment() throws InterruptedException {
    teller.begin("She pays the first one");
    send(payment("payment-1", 1, "10.50"), "PaymentSettledEvent of " + order(1));
    awaitPayment(1, "payment-1");
    teller.linkToEvent(id("payment-1"));
  }

  private void stock() throws InterruptedException {
    teller.begin("Stock leaves; its event is final once the row is written");
    String body = ShopEvents.inventoryAdjusted(id("stock"), "sku-" + run, -1, 99, Instant.now());
    send(body, "InventoryAdjustedEvent of sku-" + run);
    awaitEvent(id("stock"), "processed");
    teller.linkToEvent(id("stock"));
  }

  private void click() throws InterruptedException {
    teller.begin("A visitor clicks; the metrics count the click by her plan");
    String visitor = "visitor-" + run;
    String plan = "plan-" + run;
    long now = System.currentTimeMillis();
    String table =
        "{\"user_metadata\":{\"%s\":{\"plan\":\"%s\",\"region\":\"eu\"}},\"ts\":%d}"
            .formatted(visitor, plan, now);
    teller.send(CommandEvents.put(query.resolve("/reference/users"), table), "a new table", OK);
    String clicks =
        "[{\"event_id\":\"%s\",\"user_id\":\"%s\",\"type\":\"click\",\"ts\":%d,\"payload\":{}}]"
            .formatted(id("click"), visitor, now);
    teller.send(CommandEvents.post(api.resolve("/events"), clicks), "click of " + visitor, OK);
    teller.awaitAnswer(
        query.resolve("/metrics?window=60"),
        answer -> answer.contains("\"%s\":1".formatted(plan)),
        "GET %s, and whether the consumer has WINDOW_ENABLED=true"
            .formatted(api.resolve("/events/" + id("click"))));
    teller.linkToEvent(id("click"));
    teller.link("/admin/overview");
  }

  private void repair() throws InterruptedException {
    teller.begin("A payment without a legal amount fails; an operator mends and replays it");
    String failing = id("payment-2");
    send(
        payment("payment-2", 2, "\"abc\""),
        "PaymentSettledEvent of %s, amount abc".formatted(order(2)));
    awaitEvent(failing, "failed");
    teller.link("/admin/dead-letters/" + failing);
    String mended = payment("payment-2", 2, "20.50");
    teller.run(List.of("./pipeline", "replay", failing, "--payload", mended), servers);
    awaitPayment(2, "payment-2");
    teller.linkToEvent(failing);
  }

  private String payment(String event, int order, String amount) {
    return ShopEvents.paymentSettled(
        id(event), id(event), order(order), amount, Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private void awaitPayment(int order, String event) throws InterruptedException {
    awaitRow(
        "/orders/" + order(order),
        id(event),
        answer -> answer.contains("\"paymentId\":\"%s\"".formatted(id(event))));
  }

  private void awaitEvent(String id, String status) throws InterruptedException {
    teller.awaitAnswer(
        api.resolve("/events/" + id),
        answer -> answer.contains("\"%s\"".formatted(status)),
        "the consumer's log");
  }

  private void send(String body, String note) throws InterruptedException {
    teller.send(CommandEvents.post(api.resolve("/events"), body), note, ACCEPTED);
  }

  private void awaitRow(String path, String eventId, Predicate<String> expected)
      throws InterruptedException {
    teller.awaitAnswer(
        query.resolve(path),
        expected,
        "GET %s, and the logs of the consumer and the query service"
            .formatted(api.resolve("/events/" + eventId)));
  }

  private String id(String event) {
    return "story-" + run + "-" + event;
  }

  private String ann() {
    return "ann-" + run;
  }

  private String order(int number) {
    return "order-" + run + "-" + number;
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "the story of run " + run;
  }
}

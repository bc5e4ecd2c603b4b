package io.eventpipeline.testbed.rig;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A typed event that becomes a row: {@code SqlEvent.order("o-1", "ann")}. Each call returns a new
 * object. A new event has an id of its own and happens now.
 *
 * @param members of the JSON object, in the order in which they are written
 */
public record SqlEvent(SqlTable table, Map<String, Object> members) {
  private static final String ID = "eventId";
  private static final String TIME = "timestamp";
  private static final String AMOUNT = "amount";

  private static SqlEvent of(SqlTable table) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(ID, Names.fresh("s"));
    members.put("eventType", table.type());
    members.put(TIME, Instant.ofEpochMilli(System.currentTimeMillis()).toString());
    return new SqlEvent(table, members);
  }

  public static SqlEvent user(String user) {
    return of(SqlTable.USERS)
        .with("userId", user)
        .with("email", user + "@example.com")
        .with("name", "Name of " + user);
  }

  public static SqlEvent order(String order, String user) {
    return of(SqlTable.ORDERS)
        .with("orderId", order)
        .with("userId", user)
        .with(AMOUNT, new BigDecimal("30.75"))
        .with("status", "placed");
  }

  public static SqlEvent payment(String payment, String order) {
    return of(SqlTable.PAYMENTS)
        .with("paymentId", payment)
        .with("orderId", order)
        .with(AMOUNT, new BigDecimal("30.75"))
        .with("status", "settled");
  }

  /** An event that leaves {@code quantity} in stock. */
  public static SqlEvent stock(String sku, long quantity) {
    return of(SqlTable.INVENTORY)
        .with("sku", sku)
        .with("quantityChange", -1)
        .with("newQuantity", quantity);
  }

  public SqlEvent id(String id) {
    return with(ID, id);
  }

  /**
   * Sets when it happened.
   *
   * @param millis unix time
   */
  public SqlEvent at(long millis) {
    return with(TIME, Instant.ofEpochMilli(millis).toString());
  }

  /**
   * Sets a member to a legal or illegal value.
   *
   * @param value a string or a number
   */
  public SqlEvent with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new SqlEvent(table, more);
  }

  public SqlEvent without(String member) {
    Map<String, Object> fewer = new LinkedHashMap<>(members);
    fewer.remove(member);
    return new SqlEvent(table, fewer);
  }

  public static List<String> ids(List<SqlEvent> events) {
    return events.stream().map(SqlEvent::id).toList();
  }

  public String id() {
    return text(ID);
  }

  /** When it happened, unix milliseconds. */
  public long time() {
    return Instant.parse(text(TIME)).toEpochMilli();
  }

  /** The key of its row. */
  public String key() {
    return text(table.members().getFirst());
  }

  /** Whose order it belongs to. */
  public String user() {
    return Stream.of("userId", "orderId", "sku")
        .filter(members::containsKey)
        .map(this::text)
        .findFirst()
        .orElseThrow();
  }

  /** The event as clients send it and as other producers write it into the topic. */
  public String json() {
    return Json.write(members);
  }

  /** The text of each column of its row, its time in unix milliseconds. */
  public List<String> row() {
    List<String> row = new ArrayList<>();
    table.members().forEach(member -> row.add(member.equals(AMOUNT) ? amount() : text(member)));
    row.add("" + time());
    row.add(id());
    return row;
  }

  /** The column has two decimals. */
  private String amount() {
    return new BigDecimal(text(AMOUNT)).setScale(2).toPlainString();
  }

  private String text(String member) {
    return Objects.requireNonNull(members.get(member), member).toString();
  }
}

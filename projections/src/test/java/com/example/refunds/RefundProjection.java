package com.example.refunds;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.JsonMembers;
import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Unavailable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

@Singleton
public class RefundProjection implements EventHandler {
  private static final String UPSERT =
      """
      INSERT INTO refunds AS t (order_id, reason, refunded_at, event_id) VALUES (?, ?, ?, ?)
      ON CONFLICT (order_id) DO UPDATE
      SET reason = excluded.reason, refunded_at = excluded.refunded_at, event_id = excluded.event_id
      WHERE (t.refunded_at, t.event_id) <= (excluded.refunded_at, excluded.event_id)
      """;

  private final DataSource database;

  public RefundProjection(@Named("refunds") DataSource database) {
    this.database = database;
  }

  @Override
  public Set<String> types() {
    return Set.of("order.refunded");
  }

  @Override
  public void handle(Event event) throws IOException {
    String orderId = text(event, "orderId");
    String reason = text(event, "reason");
    try (Connection connection = database.getConnection();
        PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      upsert.setString(1, orderId);
      upsert.setString(2, reason);
      upsert.setLong(3, event.time());
      upsert.setString(4, event.id());
      upsert.executeUpdate();
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (state.startsWith("22") || state.startsWith("23")) {
        throw new NonRetryable("the database refuses the row", e);
      }
      throw new Unavailable("the database does not take the row", e);
    }
  }

  private static String text(Event event, String member) throws IOException {
    byte[] payload = event.payload().toBytes();
    try (var parser = JsonDocument.parser(payload)) {
      parser.nextToken();
      JsonMembers members = new JsonMembers(payload, parser);
      for (String name = members.next(); name != null; name = members.next()) {
        if (name.equals(member)) {
          String text = members.readString(name);
          if (text != null) {
            return text;
          }
        }
        members.skip();
      }
    }
    throw new NonRetryable("/" + member + " must be a string");
  }
}

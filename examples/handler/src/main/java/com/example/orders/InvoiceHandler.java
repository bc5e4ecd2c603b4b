package com.example.orders;

import com.fasterxml.jackson.core.JsonParser;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.NonRetryable;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an invoice for each paid order. The file's name is the event's id, so a second run of the
 * same event writes the same file again.
 */
@Singleton
public class InvoiceHandler implements EventHandler {
  private static final Logger LOG = LoggerFactory.getLogger(InvoiceHandler.class);

  private final Path folder;

  /**
   * @param folder the setting {@code invoices.folder}, or {@code INVOICES_FOLDER} in the
   *     environment
   */
  public InvoiceHandler(@Value("${invoices.folder:invoices}") String folder) {
    this.folder = Path.of(folder);
  }

  @Override
  public Set<String> types() {
    return Set.of("order.paid");
  }

  @Override
  public void handle(Event event) throws IOException {
    String invoice = event.userId() + " pays " + amount(event) + "\n";
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(event.id() + ".txt"), invoice);
    LOG.info("wrote the invoice of {}", event.id());
  }

  private static String amount(Event event) throws IOException {
    try (JsonParser json = JsonDocument.parser(event.payload().toBytes())) {
      json.nextToken(); // the opening brace
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("amount")) {
          return json.getText();
        }
        json.skipChildren();
      }
    }
    throw new NonRetryable("the payload has no amount"); // another attempt would not help
  }
}

package com.example.orders;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.NonRetryable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvoiceHandlerTest {
  private @TempDir Path folder;

  @Test
  void writes_one_invoice_however_often_it_runs() throws IOException {
    Event event = anEvent().id("e-1").of("ann").type("order.paid").with("amount", 12).event();
    InvoiceHandler handler = new InvoiceHandler(folder.toString());
    handler.handle(event);
    handler.handle(event);
    assertEquals("ann pays 12\n", Files.readString(folder.resolve("e-1.txt")));
  }

  @Test
  void gives_up_an_order_without_an_amount() {
    Event event = anEvent().of("ann").type("order.paid").event();
    InvoiceHandler handler = new InvoiceHandler(folder.toString());
    assertThrows(NonRetryable.class, () -> handler.handle(event));
  }
}

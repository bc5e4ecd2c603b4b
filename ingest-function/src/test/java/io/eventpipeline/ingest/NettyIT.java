package io.eventpipeline.ingest;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.transport.NettyTransport;
import io.eventpipeline.ingest.transport.Transport;
import io.eventpipeline.ingest.transport.TransportRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NettyIT extends ApiContract {
  @Override
  Transport start(Map<String, String> settings) {
    return new NettyTransport(settings);
  }

  @Test
  void of_several_trace_parents_none_is_continued_where_spans_are_made() throws Exception {
    String later = "cc-2af7651916cd43dd8448eb211c80319c-b7ad6b7169203333-01-what-else";
    String other = "00-3af7651916cd43dd8448eb211c80319c-b7ad6b7169203334-01";
    Map<String, String> settings = new TreeMap<>(settings(kafka));
    settings.put("micronaut.otel.enabled", "true");
    settings.put("otel.traces.exporter", "none");
    try (Transport tracing = start(settings)) {
      TransportRequest several =
          spanned("several").with("traceparent", later).with("traceparent", other);
      await().atMost(Rig.PATIENCE).until(() -> tracing.send(several).status() == 202);
      TransportRequest joined = spanned("joined").with("traceparent", later + "," + other);
      assertThat(tracing.send(joined).status()).isEqualTo(202);
      assertThat(tracing.send(spanned("single").with("traceparent", later)).status())
          .isEqualTo(202);
    }
    assertThat(traceOf("several")).hasSize(55).doesNotContain("2af7651", "3af7651");
    assertThat(traceOf("joined")).hasSize(55).doesNotContain("2af7651", "3af7651");
    assertThat(traceOf("single")).contains("2af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void a_payload_that_breaks_the_schema_of_its_type_is_refused() throws Exception {
    Path schemas = Files.createDirectory(dir.resolve("schemas"));
    Files.writeString(schemas.resolve("paid.json"), "{\"required\":[\"amount\"]}");
    Map<String, String> settings = new TreeMap<>(settings(kafka));
    settings.put("events.schemas", schemas.toString());
    String good = anEvent().type("paid").with("amount", 1).request();
    String bad = anEvent().type("paid").request();
    try (Transport checking = start(settings)) {
      await()
          .atMost(Rig.PATIENCE)
          .until(() -> checking.send(TransportRequest.json("/events", good)).status() == 202);
      assertThat(checking.send(TransportRequest.json("/events", bad)).body())
          .contains("\"status\":400", "\"pointer\":\"/payload/amount\"");
      String batch = "{\"events\":[" + good + "," + bad + "," + EVENT + "]}";
      assertThat(checking.send(TransportRequest.json("/events/batch", batch)).body())
          .contains("\"status\":\"invalid\",\"error\":\"/events/1/payload/amount required")
          .containsSubsequence("accepted", "invalid", "accepted");
      String analytics =
          "{\"event_id\":\"p\",\"user_id\":\"u\",\"type\":\"paid\",\"ts\":"
              + System.currentTimeMillis()
              + "}";
      assertThat(checking.send(TransportRequest.json("/events", analytics)).body())
          .contains("\"code\":\"invalid\",\"message\":\"/payload/amount required");
    }
  }

  private static TransportRequest spanned(String id) {
    return TransportRequest.json("/events", anEvent().id(id).request());
  }

  private String traceOf(String id) {
    List<String> traces =
        Rig.records(kafka).stream()
            .filter(record -> id.equals(header(record, "event-id")))
            .map(record -> header(record, "traceparent"))
            .toList();
    return traces.getLast();
  }
}

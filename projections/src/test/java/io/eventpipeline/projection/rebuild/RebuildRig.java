package io.eventpipeline.projection.rebuild;

import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.projection.row.OrderRow;
import io.eventpipeline.projection.sql.PostgresSql;
import io.eventpipeline.projection.sql.ProjectionSchema;
import io.eventpipeline.projection.sql.RowBatch;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic of one partition and empty tables, and what the pipeline would do to both. */
final class RebuildRig implements AutoCloseable {
  private final Map<String, String> environment = new HashMap<>();
  private final LocalPostgres postgres;
  private final TopicPartition partition;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Connection owner;
  private volatile @Nullable Exception failure;

  private RebuildRig(LocalKafka kafka, LocalPostgres postgres) throws Exception {
    this.postgres = postgres;
    partition = new TopicPartition("t" + UUID.randomUUID(), 0);
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("TOPIC_NAME", partition.topic());
    environment.put("DATASOURCES_DEFAULT_URL", postgres.url());
    environment.put("DATASOURCES_DEFAULT_USERNAME", LocalPostgres.USER);
    Map<String, Object> servers = Map.of("bootstrap.servers", kafka.bootstrapServers());
    admin = Admin.create(servers);
    admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1))).all().get();
    producer = new KafkaProducer<>(servers, new ByteArraySerializer(), new ByteArraySerializer());
    owner = DriverManager.getConnection(postgres.url(), LocalPostgres.USER, "");
  }

  static RebuildRig open(LocalKafka kafka, LocalPostgres postgres) throws Exception {
    RebuildRig rig = new RebuildRig(kafka, postgres);
    new ProjectionSchema(LocalPostgres.READER).migrate(rig.settings("").database(null), null);
    rig.owner.createStatement().execute("TRUNCATE users, orders, payments, inventory");
    return rig;
  }

  RebuildSettings settings(String from) {
    environment.put("REBUILD_FROM", from);
    return RebuildSettings.of(environment);
  }

  RebuildReport rebuild() throws Exception {
    return rebuild("");
  }

  RebuildReport rebuild(String from) throws Exception {
    return new Rebuild(settings(from)).run();
  }

  /** Puts an order into the topic. */
  void send(String eventId, String orderId, long time, String status) throws Exception {
    sendRaw(order(eventId, orderId, time, status));
  }

  /** Puts an order into the topic once more, as a replay does. */
  void replay(String eventId, String orderId, long time, String status) throws Exception {
    ProducerRecord<byte[], byte[]> record = record(order(eventId, orderId, time, status));
    record.headers().add("replay-token", "j.1".getBytes(StandardCharsets.UTF_8));
    send(record);
  }

  void sendRaw(String value) throws Exception {
    send(record(value));
  }

  private static String order(String eventId, String orderId, long time, String status) {
    return """
    {"eventId":"%s","eventType":"OrderPlacedEvent","orderId":"%s","userId":"u","amount":1.5,\
    "status":"%s","timestamp":%d}\
    """
        .formatted(eventId, orderId, status, time);
  }

  private ProducerRecord<byte[], byte[]> record(String value) {
    return new ProducerRecord<>(partition.topic(), null, value.getBytes(StandardCharsets.UTF_8));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var ignored = producer.send(record);
    producer.flush();
  }

  /** Writes an order into the live tables, as the consumer does. */
  void live(String eventId, String orderId, long time, String status) throws SQLException {
    OrderRow row = new OrderRow(orderId, "u", new BigDecimal("1.50"), status, time, eventId);
    new PostgresSql().write(owner, RowBatch.of(List.of(row)));
  }

  /** Sends orders and writes them live until it is told to stop. */
  void writeUntil(CompletableFuture<Void> stop, CountDownLatch some, List<String> written) {
    try {
      for (int i = 0; !stop.isDone(); i++) {
        send("live-" + i, "live-order-" + i, i, "live");
        live("live-" + i, "live-order-" + i, i, "live");
        written.add("live-order-%d live-%d live".formatted(i, i));
        some.countDown();
      }
    } catch (Exception e) {
      failure = e;
    }
  }

  /** Why live writes ended; null if they did not. */
  @Nullable Exception failure() {
    return failure;
  }

  void commitAsPipeline(long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            "event-processors", Map.of(partition, new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  void cutLogBefore(long offset) throws Exception {
    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset))).all().get();
  }

  /** Leaves the second schema and the triggers, as a killed process does. */
  void leaveHalfARebuild() throws Exception {
    SecondSchema schema = SecondSchema.open(settings(""));
    schema.create();
    schema.mirrorLiveWrites();
    schema.connection().close();
  }

  /** The rows of the live orders: id, event and status. */
  List<String> orders() throws SQLException {
    return TableDifferences.texts(
        owner, "SELECT order_id || ' ' || event_id || ' ' || status FROM public.orders ORDER BY 1");
  }

  List<String> schemas() throws SQLException {
    return TableDifferences.texts(
        owner, "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information' ORDER BY 1");
  }

  /** How many orders the role of the queries sees. */
  int readersView() throws SQLException {
    try (Connection reader =
        DriverManager.getConnection(postgres.url(), LocalPostgres.READER, "")) {
      return Integer.parseInt(
          TableDifferences.texts(reader, "SELECT count(*) FROM orders").getFirst());
    }
  }

  @Override
  public void close() throws Exception {
    producer.close();
    admin.close();
    owner.close();
  }
}

package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.runtime.kafka.EventTopic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Stands in for Kafka and the consumer: takes records, and runs each whose token gives the right,
 * when a test says so. Counts the runs. Threads: one at a time.
 */
final class StandInConsumer extends MockProducer<byte[], byte[]> {
  final Map<String, Integer> runs = new HashMap<>();
  final Queue<ProducerRecord<byte[], byte[]>> records = new ArrayDeque<>();
  private final AdminRig rig;
  private final Predicate<String> fails;

  /** Records that the producer takes before it refuses all, and those that it then refuses. */
  int untilKafkaIsAway = Integer.MAX_VALUE;

  int refusals;

  /** Whether a record is handled as soon as it is sent. */
  boolean handlesAtOnce;

  /**
   * @param fails ids that fail again
   */
  StandInConsumer(AdminRig rig, Predicate<String> fails) {
    super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    this.rig = rig;
    this.fails = fails;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    if (untilKafkaIsAway <= 0 && refusals > 0) {
      refusals--;
      throw new TimeoutException("no broker");
    }
    untilKafkaIsAway--;
    records.add(record);
    Future<RecordMetadata> sent = super.send(record, callback);
    if (handlesAtOnce) {
      handle(1);
    }
    return sent;
  }

  /** Handles so many records, or all that there are. */
  void handle(int count) {
    for (int i = 0; i < count && !records.isEmpty(); i++) {
      handle(records.remove());
    }
  }

  private void handle(ProducerRecord<byte[], byte[]> record) {
    String id = header(record, EventTopic.ID_HEADER);
    String token = header(record, EventTopic.REPLAY_HEADER);
    if (!token.equals(rig.commands().hget(rig.space.dlq(id), "replayToken"))) {
      return; // without the right: final already
    }
    runs.merge(id, 1, Integer::sum);
    String job = token.substring(0, token.lastIndexOf('.'));
    rig.commands().hincrby(rig.space.replayJob(job), fails.test(id) ? "failed" : "processed", 1);
    if (fails.test(id)) {
      rig.settleFailed(id);
    } else {
      rig.settleProcessed(id);
    }
  }

  static String header(ProducerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}

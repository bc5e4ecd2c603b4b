package io.eventpipeline.testbed.handler;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Ends the API at random between the broker's acknowledgement and the client's answer. */
public final class CrashAfterAck implements ProducerInterceptor<byte[], byte[]> {
  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> producerRecord) {
    return producerRecord;
  }

  @Override
  public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (failure == null) {
      Crash.at("ack");
    }
  }

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> settings) {}
}

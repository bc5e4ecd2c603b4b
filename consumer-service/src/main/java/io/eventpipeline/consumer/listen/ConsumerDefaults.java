package io.eventpipeline.consumer.listen;

import io.micronaut.configuration.kafka.config.AbstractKafkaConsumerConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the consumer needs to be told unless the team says otherwise, by its group protocol. */
@Singleton
final class ConsumerDefaults
    implements BeanCreatedEventListener<AbstractKafkaConsumerConfiguration<?, ?>> {
  @Override
  public AbstractKafkaConsumerConfiguration<?, ?> onCreated(
      BeanCreatedEvent<AbstractKafkaConsumerConfiguration<?, ?>> event) {
    Properties config = event.getBean().getConfig();
    // We decode ourselves: a record the framework cannot decode would be skipped and committed
    // past.
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    config.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    config.putIfAbsent(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1000");
    if (!GroupProtocol.CONSUMER.name().equalsIgnoreCase(protocol(config))) {
      // The new protocol has these on the broker, and refuses them from a client.
      config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
      config.putIfAbsent(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
    }
    return event.getBean();
  }

  private static String protocol(Properties config) {
    return String.valueOf(config.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
  }
}

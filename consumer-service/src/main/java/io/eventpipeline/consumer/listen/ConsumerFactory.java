package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.kafka.KafkaContact;
import io.micronaut.configuration.kafka.KafkaConsumerFactory;
import io.micronaut.configuration.kafka.config.AbstractKafkaConsumerConfiguration;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Prototype;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.lang.reflect.Proxy;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Gives the framework our {@link WatchedConsumer} to poll, in place of Kafka's own. */
@Factory
@Replaces(factory = KafkaConsumerFactory.class)
final class ConsumerFactory {
  @Singleton
  KafkaContact contact(@Value("${kafka.bootstrap.servers}") String brokers) {
    return new KafkaContact(brokers, "Events wait in it, none is lost.");
  }

  @Prototype
  @Replaces(bean = Consumer.class, factory = KafkaConsumerFactory.class)
  @SuppressWarnings("unchecked")
  <K, V> Consumer<K, V> consumer(
      @Parameter AbstractKafkaConsumerConfiguration<K, V> configuration, PollThread pollThread) {
    Properties config = configuration.getConfig();
    return (Consumer<K, V>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new WatchedConsumer(() -> new KafkaConsumer<>(config), pollThread));
  }
}

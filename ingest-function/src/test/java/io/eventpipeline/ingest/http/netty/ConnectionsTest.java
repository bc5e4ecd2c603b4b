package io.eventpipeline.ingest.http.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final Duration REQUEST = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofSeconds(75);

  private final Connections connections =
      new Connections(
          new ConnectionSettings(3, REQUEST, IDLE, 1000),
          new Meters<>(new SimpleMeterRegistry(), IngestMetric.class));

  @Test
  void one_too_many_takes_the_place_of_the_one_that_waits_longest_but_of_none_that_is_served() {
    EmbeddedChannel served = connect();
    head(served);
    served.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    EmbeddedChannel silent = connect();
    EmbeddedChannel idle = connect();
    head(idle);
    idle.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    answer(idle);
    EmbeddedChannel next = connect();
    assertThat(silent.isOpen()).isFalse();
    assertThat(served.isOpen() && idle.isOpen() && next.isOpen()).isTrue();
  }

  @Test
  void when_all_are_served_the_one_that_comes_goes() {
    for (int i = 0; i < 3; i++) {
      EmbeddedChannel served = connect();
      head(served);
      served.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    EmbeddedChannel fourth = connect();
    assertThat(fourth.isOpen()).as("nobody else may go").isFalse();
  }

  @Test
  void half_sent_bodies_give_their_memory_to_later_ones() {
    EmbeddedChannel stuck = connect();
    head(stuck);
    body(stuck, 600);
    EmbeddedChannel other = connect();
    head(other);
    body(other, 600);
    assertThat(stuck.isOpen()).isFalse();
    assertThat(other.isOpen()).isTrue();
    body(other, 300);
    assertThat(other.isOpen()).as("600 of 1000 were given back").isTrue();
    other.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    answer(other);
    EmbeddedChannel third = connect();
    head(third);
    body(third, 900);
    assertThat(third.isOpen()).isTrue();
    body(third, 200);
    assertThat(third.isOpen()).as("there is nobody else").isFalse();
  }

  @Test
  void what_comes_after_an_early_answer_holds_nothing() {
    EmbeddedChannel refused = connect();
    for (int i = 0; i < 3; i++) {
      head(refused);
      body(refused, 300);
      answer(refused);
      body(refused, 5000);
      assertThat(refused.isOpen()).as("after %d", i).isTrue();
      refused.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    EmbeddedChannel other = connect();
    head(other);
    body(other, 900);
    assertThat(other.isOpen() && refused.isOpen()).isTrue();
  }

  @Test
  void a_wrong_setting_names_its_property() {
    assertThatThrownBy(() -> new ConnectionSettings(1, REQUEST, Duration.ofSeconds(-1), 1))
        .hasMessageContaining("micronaut.server.idle-timeout");
  }

  private EmbeddedChannel connect() {
    return new EmbeddedChannel(new ConnectionGuard(connections));
  }

  private static void head(EmbeddedChannel channel) {
    channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/events"));
  }

  private static void body(EmbeddedChannel channel, int bytes) {
    channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[bytes])));
  }

  private static void answer(EmbeddedChannel channel) {
    channel.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.ACCEPTED));
  }
}

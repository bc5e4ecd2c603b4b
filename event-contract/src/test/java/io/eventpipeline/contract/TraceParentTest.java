package io.eventpipeline.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  @Test
  void a_header_is_read_and_written_as_it_came() {
    String header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    TraceParent parent = TraceParent.parse(header);
    assertThat(parent)
        .isEqualTo(new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01"));
    assertThat(parent.header()).isEqualTo(header);
  }

  @Test
  void a_later_version_may_say_more() {
    String header = "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-else";
    assertThat(TraceParent.parse(header).spanId()).isEqualTo("b7ad6b7169203331");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-010",
        "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      })
  void anything_else_is_as_if_there_were_none(String header) {
    assertThat(TraceParent.parse(header)).isNull();
  }
}

package io.eventpipeline.query.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TableChunksTest {
  static ReferenceTable table(Map<String, Map<String, String>> users) {
    TableBuilder builder = new TableBuilder();
    users.forEach((user, attributes) -> add(builder, user, attributes));
    return builder.build();
  }

  static void add(TableBuilder builder, String user, Map<String, String> attributes) {
    byte[] id = user.getBytes(StandardCharsets.UTF_8);
    builder.user(id, 0, id.length);
    attributes.forEach(
        (name, text) -> {
          byte[] value = text.getBytes(StandardCharsets.UTF_8);
          builder.value(builder.attribute(name), value, 0, value.length);
        });
  }

  static List<byte[]> chunks(ReferenceTable table) {
    List<byte[]> chunks = new ArrayList<>();
    new TableChunks(table).forEachRemaining(chunks::add);
    return chunks;
  }

  static ReferenceTable read(List<byte[]> chunks) {
    TableBuilder builder = new TableBuilder();
    chunks.forEach(chunk -> TableChunks.read(chunk, builder));
    return builder.build();
  }

  @Property(tries = 500)
  void what_is_written_is_read(
      @ForAll @Size(max = 20)
          Map<
                  @AlphaChars @StringLength(min = 1, max = 3) String,
                  @Size(max = 5) Map<
                      @AlphaChars @StringLength(min = 1, max = 1) String,
                      @AlphaChars @StringLength(max = 3) String>>
              users) {
    Map<String, Map<String, String>> bounded = new HashMap<>();
    users.forEach(
        (user, attributes) -> {
          Map<String, String> few = new HashMap<>();
          attributes.forEach((name, value) -> few.put("a" + name.charAt(0) % 16, value));
          bounded.put(user, few);
        });
    ReferenceTable read = read(chunks(table(bounded)));
    assertThat(read.users().size()).isEqualTo(bounded.size());
    bounded.forEach((user, attributes) -> assertThat(read.of(user)).isEqualTo(attributes));
    assertThat(read.of("nobody")).isNull();
  }

  @Test
  void a_large_table_is_cut_into_parts_of_half_a_megabyte() {
    TableBuilder builder = new TableBuilder();
    for (int i = 0; i < 100_000; i++) {
      add(builder, "user-" + i, Map.of("plan", i % 3 == 0 ? "pro" : "free", "region", "eu"));
    }
    List<byte[]> chunks = chunks(builder.build());
    assertThat(chunks).hasSizeBetween(3, 10);
    assertThat(chunks).allMatch(chunk -> chunk.length <= TableChunks.SIZE + 2000);
    ReferenceTable read = read(chunks);
    assertThat(read.users().size()).isEqualTo(100_000);
    assertThat(read.of("user-99999")).isEqualTo(Map.of("plan", "pro", "region", "eu"));
  }

  @Test
  void an_empty_table_has_a_part() {
    List<byte[]> chunks = chunks(table(Map.of()));
    assertThat(chunks).hasSize(1);
    assertThat(read(chunks).users().size()).isZero();
  }

  @Test
  void a_user_that_comes_again_replaces_what_came_before() {
    TableBuilder builder = new TableBuilder();
    add(builder, "ann", Map.of("plan", "pro", "region", "eu"));
    add(builder, "bob", Map.of("plan", "free"));
    add(builder, "ann", Map.of("plan", "free"));
    ReferenceTable table = builder.build();
    assertThat(table.of("ann")).isEqualTo(Map.of("plan", "free"));
    assertThat(table.users().size()).isEqualTo(2);
    AttributeColumn region = table.attributes().get(1);
    assertThat(region.name()).isEqualTo("region");
    assertThat(region.isUsed(0)).isFalse();
  }
}

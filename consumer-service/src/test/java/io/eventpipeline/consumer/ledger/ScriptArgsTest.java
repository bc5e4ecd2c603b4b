package io.eventpipeline.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ScriptArgsTest {
  @Property(tries = 300)
  void what_is_written_is_what_lettuce_writes(
      @ForAll List<String> keys, @ForAll List<String> args) {
    CommandArgs<String, String> ours =
        new ScriptArgs("sha1", keys.toArray(String[]::new), args.toArray(String[]::new));
    CommandArgs<String, String> theirs = new CommandArgs<>(StringCodec.UTF8);
    theirs.add("sha1".getBytes(StandardCharsets.UTF_8));
    theirs.add(Integer.toString(keys.size()).getBytes(StandardCharsets.UTF_8));
    keys.forEach(key -> theirs.add(key.getBytes(StandardCharsets.UTF_8)));
    args.forEach(arg -> theirs.add(arg.getBytes(StandardCharsets.UTF_8)));
    assertThat(ours.count()).isEqualTo(theirs.count());
    assertThat(written(ours)).isEqualTo(written(theirs));
  }

  private static String written(CommandArgs<String, String> args) {
    ByteBuf to = Unpooled.buffer();
    args.encode(to);
    return to.toString(StandardCharsets.ISO_8859_1);
  }
}

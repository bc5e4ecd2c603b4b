package io.eventpipeline.consumer.ledger;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/**
 * A script with its keys and arguments, written into the connection's buffer when it is sent. Our
 * scripts have a dozen arguments for each event. Lettuce itself would make three objects of each,
 * and keep them until the answer comes.
 */
final class ScriptArgs extends CommandArgs<String, String> {
  private final String script;
  private final String[] keys;
  private final String[] args;

  ScriptArgs(String script, String[] keys, String[] args) {
    super(StringCodec.UTF8);
    this.script = script;
    this.keys = keys;
    this.args = args;
  }

  /** Joins lists into one array. */
  @SafeVarargs
  static String[] concat(List<String>... lists) {
    int size = 0;
    for (List<String> list : lists) {
      size += list.size();
    }
    String[] all = new String[size];
    int at = 0;
    for (List<String> list : lists) {
      for (String one : list) {
        all[at++] = one;
      }
    }
    return all;
  }

  @Override
  public int count() {
    return 2 + keys.length + args.length;
  }

  @Override
  public void encode(ByteBuf to) {
    write(to, script);
    write(to, Integer.toString(keys.length));
    for (String key : keys) {
      write(to, key);
    }
    for (String arg : args) {
      write(to, arg);
    }
  }

  /** Writes a bulk string of the Redis protocol. */
  private static void write(ByteBuf to, String text) {
    int length = ByteBufUtil.utf8Bytes(text);
    to.writeByte('$');
    writeDecimal(to, length);
    endLine(to);
    ByteBufUtil.reserveAndWriteUtf8(to, text, length);
    endLine(to);
  }

  private static void writeDecimal(ByteBuf to, int number) {
    if (number > 9) {
      writeDecimal(to, number / 10);
    }
    to.writeByte('0' + number % 10);
  }

  private static void endLine(ByteBuf to) {
    to.writeByte('\r').writeByte('\n');
  }
}

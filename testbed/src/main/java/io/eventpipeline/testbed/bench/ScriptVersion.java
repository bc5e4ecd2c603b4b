package io.eventpipeline.testbed.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts of a version of the pipeline, with the arguments that they take. */
enum ScriptVersion {
  /** Those in the services' jars. They keep a window log, and emit a notification of a payment. */
  PRESENT {
    @Override
    String take() {
      return LuaScripts.take();
    }

    @Override
    String claim() {
      return LuaScripts.ledger("lease", "claim");
    }

    @Override
    String settle() {
      return LuaScripts.ledger("settle");
    }

    @Override
    String limit() {
      return LuaScripts.limit();
    }

    @Override
    SettleForm settles(BenchEvents events, String topic, String script, String epoch) {
      return new SettleCalls(events, topic, script, epoch, SettleCalls.WINDOW_SECONDS);
    }
  },

  /** Those of 0.2.0, which knew neither. */
  V0_2_0 {
    @Override
    String take() {
      return old("take");
    }

    @Override
    String claim() {
      return old("fence") + old("claim");
    }

    @Override
    String settle() {
      return old("fence") + old("settle");
    }

    @Override
    String limit() {
      return old("limit");
    }

    @Override
    SettleForm settles(BenchEvents events, String topic, String script, String epoch) {
      return new SettleCalls020(events, topic, script, epoch);
    }
  };

  abstract String take();

  abstract String claim();

  abstract String settle();

  abstract String limit();

  /**
   * @param script SHA-1 of {@link #settle}
   * @param epoch of the partition's owner
   */
  abstract SettleForm settles(BenchEvents events, String topic, String script, String epoch);

  private static String old(String name) {
    String file = "v0.2.0/" + name + ".lua";
    try (InputStream in = ScriptVersion.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no " + file + " in the jar of the testbed");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}

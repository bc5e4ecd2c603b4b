package io.eventpipeline.ingest.idempotency;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.runtime.redis.LuaScript;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeyStatusTest {
  @Test
  void the_codes_are_those_that_the_scripts_document() {
    assertThat(documentedBy("reserve")).containsExactlyInAnyOrder(KeyStatus.values());
    assertThat(documentedBy("seen"))
        .containsExactlyInAnyOrder(KeyStatus.FIRST, KeyStatus.UNDER_WAY, KeyStatus.REPEAT);
  }

  private static List<KeyStatus> documentedBy(String script) {
    return Pattern.compile("^-- +(-?\\d) = ", Pattern.MULTILINE)
        .matcher(LuaScript.beside(KeyMarks.class, script).source())
        .results()
        .map(code -> KeyStatus.of(Long.parseLong(code.group(1))))
        .toList();
  }

  @Test
  void an_id_is_made_from_the_user_and_the_key_and_not_from_where_one_ends() {
    TestEvent event = anEvent().withoutId();
    assertThat(KeyClaim.of(event.of("ab").draft(), "c", "t").keyId())
        .isEqualTo(KeyClaim.of(event.of("ab").with("x", 1).draft(), "c", "u").keyId())
        .isNotEqualTo(KeyClaim.of(event.of("a").draft(), "bc", "t").keyId())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }
}

package io.eventpipeline.admin.user.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.user.WaitingUser;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "why=gap,seq=3,lowest=4,ends=15000 | waiting for seq 3, the lowest one that is there is 4;"
            + " the gap ends in 5.0 s, at 1970-01-01 00:00:15",
        "why=retry,event=e-1,attempt=2,of=3,due=9000,errorClass=Boom |"
            + " attempt 2 of 3 of e-1 failed with Boom; the next one is due now",
        "why=handler,event=e-1,attempt=1,started=2000,interrupted=true |"
            + " attempt 1 of e-1: its handler runs since 1970-01-01 00:00:02, over its timeout",
        "why=unavailable,event=e-1 | what the handler of e-1 needs is away; asked again",
        "why=lease,event=e-1,heldBy=events:1 | e-1 is held by another consumer: events:1",
        "why=quarantine,event=e-1 |"
            + " e-1 waits for its turn among events that were cut off by crashes",
        "why=paused,until=70000 | paused, ends in 1 min 0 s, at 1970-01-01 00:01:10",
        "why=outbox | the key of the outbox holds no stream; rename that key",
        "why=redis | an answer of Redis is missing",
        "why=later | later",
      })
  void each_reason_is_said_in_words(String fields, String expected) {
    Map<String, String> all = new HashMap<>();
    for (String field : fields.split(",")) {
      all.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
    }
    assertThat(new WaitText(10_000).of(new WaitingUser("ann", 0, all))).isEqualTo(expected);
  }
}

package io.eventpipeline.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.runtime.redis.ServerRefusal.Remedy;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisReadOnlyException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerRefusalTest {
  /** As Redis 6.2 and 7.0 answered them; what stands in brackets is of 6.2, within a script. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REPLICA | READONLY You can't write against a read only replica.",
        "REPLICA | READONLY You can't write against a read only replica. script: c0bd, on"
            + " @user_script:1.",
        "REPLICA | ERR Error running script (call to f_c0bd69192f): @user_script:1: @user_script:"
            + " 1: -READONLY You can't write",
        "REPLICA | MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to"
            + " 'no'.",
        "LOADING | LOADING Redis is loading the dataset in memory",
        "CLUSTER | MOVED 3999 127.0.0.1:6381",
        "CLUSTER | ASK 3999 127.0.0.1:6381",
        "CLUSTER | CROSSSLOT Keys in request don't hash to the same slot",
        "CLUSTER | CLUSTERDOWN Hash slot not served",
        "CLUSTER | TRYAGAIN Multiple keys request during rehashing of slot",
        "CREDENTIALS | NOAUTH Authentication required.",
        "CREDENTIALS | WRONGPASS invalid username-password pair or user is disabled.",
        "CREDENTIALS | DENIED Redis is running in protected mode",
        "TOO_FEW_REPLICAS | NOREPLICAS Not enough good replicas to write.",
        "TOO_FEW_REPLICAS | ERR Error running script (call to f_c0bd): @user_script:7:"
            + " @user_script: 7: -NOREPLICAS Not enough",
        "CONNECTIONS | ERR max number of clients reached",
        "OTHER_KIND | ERR unknown command `eval`, with args beginning with: `return 1`,",
        "OTHER_KIND | ERR unknown command 'evalsha', with args beginning with: 'x'",
        "OTHER_KIND | ERR Unknown Redis command called from script script: 2063, on"
            + " @user_script:1.",
        "PERMISSION | NOPERM this user has no permissions to run the 'set' command",
        "PERMISSION | ERR The user executing the script can't run this command or subcommand"
            + " script: c0bd",
        "PERMISSION | ERR Error running script (call to f_c0bd): @user_script:1: @user_script: 1:"
            + " The user executing the script can't access",
        "DISK | MISCONF Redis is configured to save RDB snapshots, but",
        "DISK | ERR Error running script (call to f_c0bd): @user_script:1: @user_script: 1:"
            + " -MISCONF Redis is",
        "MEMORY | OOM command not allowed when used memory > 'maxmemory'.",
        "MEMORY | ERR Error running script (call to f_c0bd): @user_script:91: @user_script: 91:"
            + " -OOM command not",
        "BUSY | BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN"
            + " NOSAVE.",
        "BUSY | UNKILLABLE Sorry the script already executed write commands",
      })
  void an_error_of_the_server_as_a_whole_is_known_by_its_text(ServerRefusal expected, String text) {
    assertThat(ServerRefusal.of(new RedisCommandExecutionException(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WRONGTYPE Operation against a key holding the wrong kind of value",
        "WRONGTYPE Operation against a key holding the wrong kind of value script: 1de0, on"
            + " @user_script:1.",
        "ERR Error running script (call to f_1de0): @user_script:1: WRONGTYPE Operation against a"
            + " key",
        "ERR Error running script (call to f_1de0): @user_script:1: user_script:1: attempt to"
            + " compare nil",
        "ERR value is not an integer or out of range",
        "ERR user READONLY is a word of a message",
        "ASKING is no code of ours",
        "NOSCRIPT No matching script. Please use EVAL.",
      })
  void an_error_of_one_call_is_not_the_servers(String text) {
    Throwable error = new CompletionException(new RedisCommandExecutionException(text));
    assertThat(ServerRefusal.of(error)).isNull();
    assertThat(ServerRefusal.isAnswer(error)).isTrue();
  }

  @Test
  void an_error_is_found_however_deep_it_is_wrapped() {
    Throwable error = new RedisReadOnlyException("READONLY You can't write");
    for (int depth = 0; depth < 5; depth++) {
      error = new CompletionException(error);
      assertThat(ServerRefusal.of(error)).isEqualTo(ServerRefusal.REPLICA);
    }
    assertThat(ServerRefusal.explain(error))
        .isEqualTo(ServerRefusal.REPLICA.meaning() + " (READONLY You can't write)");
    Throwable atConnect =
        new RedisConnectionException(
            "Unable to connect", new RedisCommandExecutionException("WRONGPASS invalid"));
    assertThat(ServerRefusal.of(atConnect)).isEqualTo(ServerRefusal.CREDENTIALS);
  }

  @Test
  void causes_that_go_in_a_circle_come_to_an_end() {
    Exception outer = new IllegalStateException("outer");
    Exception inner = new IllegalStateException("inner", outer);
    outer.initCause(inner);
    assertThat(ServerRefusal.of(outer)).isNull();
    assertThat(ServerRefusal.explain(outer)).isNotEmpty();
  }

  @Test
  void no_answer_is_no_refusal() {
    Throwable broken = new RedisConnectionException("x", new IOException("Connection refused"));
    assertThat(ServerRefusal.of(broken)).isNull();
    assertThat(ServerRefusal.isAnswer(broken)).isFalse();
    assertThat(ServerRefusal.explain(broken)).isEqualTo("Connection refused");
    assertThat(ServerRefusal.explain(new TimeoutException())).isEqualTo("it does not answer");
  }

  @Test
  void what_another_server_may_do_is_asked_of_the_address_again() {
    assertThat(ServerRefusal.REPLICA.remedy()).isEqualTo(Remedy.RECONNECT);
    assertThat(ServerRefusal.MEMORY.remedy()).isEqualTo(Remedy.WAIT);
  }
}

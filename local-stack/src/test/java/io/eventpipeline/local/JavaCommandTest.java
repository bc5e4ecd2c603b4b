package io.eventpipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {
  private static final String AGENT =
      "-javaagent:/m2/jacoco.jar=destfile=/a b/target/coverage/tests.exec,includes=x.*";

  @Test
  void it_begins_with_the_program_that_runs_this_process() {
    assertThat(Path.of(JavaCommand.begin().getFirst())).satisfies(Files::isExecutable);
    assertThat(JavaCommand.withoutAgent())
        .filteredOn(argument -> !argument.startsWith("-XX:TieredStopAtLevel="))
        .containsExactly(JavaCommand.begin().getFirst());
  }

  @Test
  void each_process_gets_the_agent_of_this_one_with_a_file_of_its_own() {
    List<String> agents = List.of(JavaCommand.withOwnFile(AGENT), JavaCommand.withOwnFile(AGENT));
    assertThat(agents)
        .doesNotHaveDuplicates()
        .allMatch(
            agent ->
                agent.matches(
                    "-javaagent:/m2/jacoco.jar=destfile=/a"
                        + " b/target/coverage/[-0-9a-f]{36}\\.exec,includes=x\\.\\*"));
  }

  @Test
  void only_processes_of_a_test_compile_as_little_as_it_does() {
    List<String> compiler = List.of("-Xmx1g", "-XX:TieredStopAtLevel=1");
    assertThat(JavaCommand.compiler(compiler)).isEmpty();
    assertThat(JavaCommand.compiler(List.of(AGENT, compiler.getFirst(), compiler.getLast())))
        .containsExactly("-XX:TieredStopAtLevel=1");
  }
}

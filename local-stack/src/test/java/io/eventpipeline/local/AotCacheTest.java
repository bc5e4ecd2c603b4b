package io.eventpipeline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
  private @TempDir Path dir;

  @Test
  void it_stands_beside_the_jar_or_the_folder_of_jars() {
    assertThat(new AotCache(dir.resolve("consumer-service.jar")).file())
        .isEqualTo(dir.resolve("consumer-service.aot"));
    assertThat(new AotCache(dir.resolve("broker")).file()).isEqualTo(dir.resolve("broker.aot"));
  }

  @Test
  void a_jvm_starts_from_it_until_a_file_it_was_made_from_changes() throws IOException {
    Path options = Files.writeString(dir.resolve("jvm.options"), "-Xmx9m");
    Path target = Files.createDirectory(dir.resolve("target"));
    Path jar = Files.writeString(target.resolve("a.jar"), "1");
    Path library =
        Files.writeString(Files.createDirectory(target.resolve("lib")).resolve("b.jar"), "1");
    AotCache cache = new AotCache(jar);
    assertThat(cache.toStart()).isEmpty();
    for (Path changed : List.of(options, jar, library)) {
      train(cache);
      assertThat(cache.toStart()).contains("-XX:AOTCache=" + cache.file());
      Files.setLastModifiedTime(changed, FileTime.fromMillis(1000));
      assertThat(cache.toStart()).isEmpty();
    }
    train(cache);
    Files.writeString(target.resolve("lib").resolve("c.jar"), "1");
    assertThat(cache.toStart()).isEmpty();
  }

  @Test
  void a_jvm_does_not_start_from_one_whose_jars_changed_during_the_training() throws IOException {
    Path jars = Files.createDirectory(dir.resolve("broker"));
    AotCache cache = new AotCache(jars);
    Path made = dir.resolve("training").resolve("made");
    assertThat(cache.toTrain(made)).containsExactly("-XX:AOTCacheOutput=" + made);
    Files.writeString(made, "what the JVM wrote");
    Files.writeString(jars.resolve("new.jar"), "1");
    cache.keep(made);
    assertThat(cache.isUsable()).isFalse();
  }

  @Test
  void a_jvm_does_not_start_from_one_that_another_jvm_made() throws IOException {
    AotCache cache = new AotCache(Files.writeString(dir.resolve("a.jar"), "1"));
    train(cache);
    Path note = dir.resolve("a.aot.made-from");
    String own = System.getProperty("java.vm.version");
    Files.writeString(note, Files.readString(note).replace(own, "25.0.0+0"));
    assertThat(cache.isUsable()).isFalse();
  }

  @Test
  void a_training_without_a_cache_leaves_the_one_before() throws IOException {
    AotCache cache = new AotCache(Files.writeString(dir.resolve("a.jar"), "1"));
    train(cache);
    Path made = dir.resolve("never-written");
    cache.toTrain(made);
    assertThatThrownBy(() -> cache.keep(made)).hasMessageContaining("wrote no cache");
    assertThat(cache.isUsable()).isTrue();
  }

  private void train(AotCache cache) throws IOException {
    Path made = dir.resolve("made");
    cache.toTrain(made);
    Files.writeString(made, "what the JVM wrote");
    cache.keep(made);
  }
}

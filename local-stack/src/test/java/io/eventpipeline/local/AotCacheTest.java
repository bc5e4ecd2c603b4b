package io.eventpipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
  void a_jvm_starts_from_it_only_if_it_is_younger_than_the_jar() throws IOException {
    Path jar = Files.createFile(dir.resolve("a.jar"));
    AotCache cache = new AotCache(jar);
    assertThat(cache.toStart()).isEmpty();
    Files.createFile(cache.file());
    setAge(cache.file(), 1000);
    setAge(jar, 999);
    assertThat(cache.toStart()).contains("-XX:AOTCache=" + dir.resolve("a.aot"));
    setAge(jar, 1000);
    assertThat(cache.toStart()).isEmpty();
  }

  private static void setAge(Path file, long millis) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
  }
}

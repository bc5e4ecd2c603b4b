package io.eventpipeline.local.command;

import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.Option;

/** The pipeline that {@link Up} runs in a folder, for commands that use it. */
public final class RunningPipeline {
  @Option(
      names = "--data",
      defaultValue = ".pipeline",
      description = "data folder of the running pipeline (${DEFAULT-VALUE})")
  private Path data = Path.of(".pipeline");

  /** What {@link DataFolder#noteRunning} noted; empty if no pipeline runs. */
  public Properties where() {
    return DataFolder.whereRunning(data);
  }

  /** The folder. */
  @Override
  public String toString() {
    return data.toString();
  }
}

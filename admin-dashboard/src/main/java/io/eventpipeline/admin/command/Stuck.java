package io.eventpipeline.admin.command;

import io.eventpipeline.admin.deadletter.DeadLetterFilter;
import io.eventpipeline.admin.user.UserPause;
import io.eventpipeline.admin.user.WaitingUser;
import io.eventpipeline.admin.user.WaitingUsers;
import io.eventpipeline.runtime.kafka.EventTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows which users wait, and why. */
@Command(
    name = "stuck",
    mixinStandardHelpOptions = true,
    description =
        "Shows the users that have waited for longer than a second: for what, since when and until"
            + " when. With USER, also its pause and its dead letters. Exit status: 0 shown, 2"
            + " refused.")
final class Stuck implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Parameters(arity = "0..1", paramLabel = "USER", description = "only this user")
  private @Nullable String user;

  @Option(
      names = "--topic",
      defaultValue = "${env:TOPIC_NAME:-" + EventTopic.NAME + "}",
      description = "the topic of the events (${DEFAULT-VALUE})")
  private String topic = EventTopic.NAME;

  @Mixin private PipelineTarget target = new PipelineTarget();

  @Override
  public Integer call() {
    try (Connections connections = Connections.open(target)) {
      int partitions = connections.partitions(topic);
      if (user == null) {
        showAll(connections, partitions);
      } else {
        showOne(connections, user, partitions);
      }
      return 0;
    } catch (IllegalStateException e) {
      return Refusal.say(String.valueOf(e.getMessage()));
    }
  }

  private void showAll(Connections connections, int partitions) {
    WaitingUsers.All waiting = connections.waiting().all(topic, partitions);
    StuckText text = StuckText.ofNow();
    for (WaitingUser one : waiting.users()) {
      System.out.println(text.of(one));
    }
    if (waiting.more() > 0) {
      System.out.println("and " + waiting.more() + " more");
    }
    List<UserPause> paused = connections.pauses().list();
    paused.removeIf(
        pause -> waiting.users().stream().anyMatch(one -> one.userId().equals(pause.userId())));
    for (UserPause pause : paused) {
      System.out.println(text.of(pause));
    }
    if (waiting.users().isEmpty() && paused.isEmpty()) {
      System.out.println("nobody waits");
    }
  }

  private void showOne(Connections connections, String user, int partitions) {
    StuckText text = StuckText.ofNow();
    WaitingUser waiting = connections.waiting().find(user, topic, partitions);
    System.out.println(
        waiting == null ? user + " does not wait, or less than 2 s" : text.of(waiting));
    UserPause pause = connections.pauses().find(user);
    if (pause != null) {
      System.out.println(text.of(pause));
    }
    List<String> dead = new ArrayList<>();
    ProgressText progress = new ProgressText();
    connections
        .letters()
        .scan(
            new DeadLetterFilter(null, null, user, null, null, 0),
            (looked, all, found) ->
                progress.show("looked at " + looked + " of " + all + " dead letters"),
            dead::addAll);
    progress.end();
    if (!dead.isEmpty()) {
      System.out.println(
          "dead letters: "
              + dead.size()
              + " ("
              + String.join(", ", dead.subList(0, Math.min(SHOWN, dead.size())))
              + (dead.size() > SHOWN ? ", …" : "")
              + "); ./pipeline replay --user '"
              + user
              + "' shows them");
    }
  }
}

package io.eventpipeline.admin.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.local.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Operators mark, publish, take back and purge in any order, and die between any two steps, while
 * events fail and are handled. A simple model says what each call answers and what stands in Redis.
 */
class OperatorHistoriesIT {
  private static final List<String> IDS = List.of("a", "b", "c", "d");
  private static final Duration NEVER_STALE = Duration.ofHours(1);
  private static Path dir;
  private static AdminRig rig;

  private enum Kind {
    FAIL,
    MARK,
    REPLACE_MARK,
    REPEAT_MARK,
    UNMARK,
    PURGE,
    PUBLISH,
    HANDLE,
    HANDLE_AND_FAIL,
    LEASE,
    PROCESSED_BY_ANOTHER,
    EXPIRE
  }

  private record Act(Kind kind, List<String> ids) {}

  /** What stands in Redis of one id. */
  private static final class Model {
    boolean listed;
    boolean leased;
    @Nullable String token;
    @Nullable String status;
  }

  private record Published(String id, String token) {}

  private final Map<String, Model> models = new TreeMap<>();
  private final List<Published> topic = new ArrayList<>();
  private final Map<String, Integer> runs = new TreeMap<>();
  private int tokens;

  @BeforeContainer
  static void start() throws IOException {
    dir = Files.createTempDirectory("operators");
    rig = new AdminRig(dir);
  }

  @AfterContainer
  static void stop() throws IOException {
    rig.close();
    Folders.delete(dir);
  }

  @Provide
  Arbitrary<List<Act>> histories() {
    Arbitrary<List<String>> ids =
        Arbitraries.of(IDS).list().uniqueElements().ofMinSize(1).ofMaxSize(4);
    return Combinators.combine(Arbitraries.of(Kind.values()), ids)
        .as(Act::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(50);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void every_call_answers_and_leaves_what_the_model_says(@ForAll("histories") List<Act> history) {
    rig.commands().flushall();
    models.clear();
    topic.clear();
    runs.clear();
    IDS.forEach(id -> models.put(id, new Model()));
    for (Act act : history) {
      carryOut(act);
      check();
    }
    assertThat(runs.values()).as("runs of each mark").allMatch(count -> count == 1);
  }

  private void carryOut(Act act) {
    switch (act.kind()) {
      case FAIL -> act.ids().forEach(this::fail);
      case MARK -> mark(act.ids(), NEVER_STALE);
      case REPLACE_MARK -> mark(act.ids(), Duration.ZERO);
      case REPEAT_MARK -> repeatMark(act.ids());
      case UNMARK -> unmark(act.ids());
      case PURGE -> purge(act.ids());
      case PUBLISH -> act.ids().forEach(this::publish);
      case HANDLE -> handle(false);
      case HANDLE_AND_FAIL -> handle(true);
      case LEASE -> act.ids().forEach(this::lease);
      case PROCESSED_BY_ANOTHER -> act.ids().forEach(this::processedByAnother);
      case EXPIRE -> act.ids().forEach(this::expire);
    }
  }

  private Model model(String id) {
    return models.get(id);
  }

  /** An ordinary record of this id fails, unless the event is final. */
  private void fail(String id) {
    if (model(id).status == null && !model(id).leased) {
      rig.fail(id, "ann", "t", "Boom");
      model(id).listed = true;
      model(id).status = "failed";
    }
  }

  private void mark(List<String> ids, Duration staleAfter) {
    List<Mark> marks = ids.stream().map(id -> new Mark(id, "j." + tokens++)).toList();
    List<MarkCode> expected =
        marks.stream().map(one -> expectedMark(one, staleAfter.isZero())).toList();
    assertThat(rig.letters.mark(marks, "ann", staleAfter, false)).isEqualTo(expected);
  }

  /** Also changes the model. */
  private MarkCode expectedMark(Mark mark, boolean mayReplace) {
    Model model = model(mark.id());
    if (!model.listed) {
      return MarkCode.GONE;
    } else if (model.leased) {
      return MarkCode.RUNNING;
    } else if ("processed".equals(model.status)) {
      model.listed = false;
      model.token = null;
      return MarkCode.PROCESSED;
    } else if (model.token != null && !mayReplace) {
      return MarkCode.REPLAYING;
    }
    model.token = mark.token();
    return MarkCode.MARKED;
  }

  /** A runner that died before it published comes back. */
  private void repeatMark(List<String> ids) {
    for (String id : ids) {
      Model model = model(id);
      if (model.token != null && !model.leased && !"processed".equals(model.status)) {
        assertThat(rig.letters.mark(List.of(new Mark(id, model.token)), "ann", NEVER_STALE, false))
            .containsExactly(MarkCode.MARKED);
      }
    }
  }

  private void unmark(List<String> ids) {
    List<Mark> marks = new ArrayList<>();
    long expected = 0;
    for (String id : ids) {
      Model model = model(id);
      marks.add(new Mark(id, model.token == null ? "none" : model.token));
      if (model.token != null && !model.leased) {
        model.token = null;
        expected++;
      }
    }
    assertThat(rig.letters.unmark(marks)).isEqualTo(expected);
  }

  private void purge(List<String> ids) {
    List<PurgeCode> expected = new ArrayList<>();
    for (String id : ids) {
      Model model = model(id);
      if (!model.listed) {
        expected.add(PurgeCode.GONE);
      } else if (model.leased) {
        expected.add(PurgeCode.RUNNING);
      } else if (model.token != null) {
        expected.add(PurgeCode.REPLAYING);
      } else {
        expected.add(PurgeCode.DELETED);
        model.listed = false;
      }
    }
    assertThat(rig.letters.purge(ids, NEVER_STALE)).isEqualTo(expected);
  }

  /** Perhaps for the second time. */
  private void publish(String id) {
    Model model = model(id);
    if (model.token != null) {
      topic.add(new Published(id, model.token));
    }
  }

  private void handle(boolean fails) {
    if (topic.isEmpty()) {
      return;
    }
    Published record = topic.removeFirst();
    Model model = model(record.id());
    if (!record.token().equals(model.token) || model.leased || "processed".equals(model.status)) {
      return; // no right: judged as a record without a token
    }
    runs.merge(record.token(), 1, Integer::sum);
    model.token = null;
    if (fails) {
      rig.settleFailed(record.id());
    } else {
      rig.settleProcessed(record.id());
      model.listed = false;
    }
    model.status = fails ? "failed" : "processed";
    rig.commands().hset("event:" + record.id(), "status", model.status);
  }

  /** A handler begins to run, or ends without a result. */
  private void lease(String id) {
    Model model = model(id);
    model.leased = !model.leased;
    if (model.leased) {
      rig.commands().set("inflight:" + id, "events:0 1 1 1");
    } else {
      rig.commands().del("inflight:" + id);
    }
  }

  /** The state expired, and a later record of this id was processed. */
  private void processedByAnother(String id) {
    if (!model(id).leased) {
      rig.commands().hset("event:" + id, "status", "processed");
      model(id).status = "processed";
    }
  }

  private void expire(String id) {
    rig.commands().del("event:" + id);
    model(id).status = null;
  }

  private void check() {
    rig.requireWholeList();
    List<String> listed = models.keySet().stream().filter(id -> model(id).listed).toList();
    assertThat(rig.letters.list(0, 10)).containsExactlyInAnyOrderElementsOf(listed);
    List<String> expected =
        IDS.stream().map(id -> model(id).token == null ? "" : model(id).token).toList();
    assertThat(rig.letters.tokens(IDS)).isEqualTo(expected);
  }
}

package io.eventpipeline.admin.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.admin.deadletter.DeadLetterPage.Cursor;
import io.eventpipeline.admin.mask.Masking;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterListIT {
  private static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null, null, 0);
  private static final DeadLetterFilter BOB =
      new DeadLetterFilter(null, null, "bob", null, null, 0);

  @TempDir Path dir;
  private AdminRig rig;
  private DeadLetterList list;

  @BeforeEach
  void start() {
    rig = new AdminRig(dir);
    list = new DeadLetterList(rig.letters, new Masking(List.of("password")));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void fail(int from, int to) {
    for (int i = from; i < to; i++) {
      rig.fail("e-" + i, i % 100 == 0 ? "bob" : "ann", "a", "Boom");
    }
  }

  private static List<String> ids(DeadLetterPage page) {
    return page.letters().stream().map(DeadLetter::id).toList();
  }

  @Test
  void pages_show_each_entry_once_while_others_come_and_go() {
    fail(0, 60);
    List<String> seen = new ArrayList<>();
    DeadLetterPage page = list.page(ALL, null, 20);
    seen.addAll(ids(page));
    fail(60, 90);
    List<Mark> moved = List.of(new Mark("e-5", "j.0"), new Mark("e-70", "j.1"));
    assertThat(rig.letters.mark(moved, "ann", Duration.ofMinutes(2), false))
        .containsOnly(MarkCode.MARKED);
    rig.settleProcessed("e-41");
    while (page.next() != null) {
      page = list.page(ALL, page.next(), 20);
      seen.addAll(ids(page));
    }
    assertThat(seen).doesNotHaveDuplicates().startsWith("e-59", "e-58");
    List<String> expected =
        IntStream.range(0, 60).mapToObj(i -> "e-" + i).filter(id -> !id.equals("e-5")).toList();
    assertThat(seen).containsAll(expected).contains("e-5");
  }

  @Test
  void a_page_goes_on_near_the_place_of_an_entry_that_is_gone() {
    fail(0, 40);
    DeadLetterPage page = list.page(ALL, null, 20);
    assertThat(page.next()).hasToString("20~e-20");
    rig.settleProcessed("e-20");
    assertThat(ids(list.page(ALL, Cursor.of("20~e-20"), 20))).startsWith("e-19").endsWith("e-0");
    assertThat(ids(list.page(ALL, Cursor.of("e-20"), 20))).startsWith("e-39");
  }

  @Test
  void a_filter_looks_at_all() {
    fail(0, 1_300);
    DeadLetterPage page = list.page(BOB, null, 5);
    assertThat(ids(page)).containsExactly("e-1200", "e-1100", "e-1000", "e-900", "e-800");
    assertThat(page.looked()).isEqualTo(500);
    page = list.page(BOB, page.next(), 20);
    assertThat(ids(page)).startsWith("e-700").endsWith("e-0").hasSize(8);
    assertThat(page.next()).isNull();
  }

  @Test
  void errors_lose_what_masked_fields_hold() {
    rig.fail("e-1", "ann", "a", "Boom", "{\"id\":\"e-1\",\"payload\":{\"password\":\"hunter2\"}}");
    rig.commands().hset("dlq:e-1", "error", "no login with hunter2");
    DeadLetter row = list.page(ALL, null, 5).letters().getFirst();
    assertThat(row.error()).isEqualTo("no login with " + Masking.MASK);
    assertThat(row.fields()).doesNotContainKey("payload");
  }

  @Test
  void classes_and_types_are_counted() {
    fail(0, 30);
    rig.fail("x-1", "ann", "b", "Other");
    DeadLetterCounts counts = new DeadLetterCounts(rig.letters);
    assertThat(counts.now().classes()).isEqualTo(Map.of("Boom", 30L, "Other", 1L));
    assertThat(counts.now().types()).isEqualTo(Map.of("a", 30L, "b", 1L));
    fail(30, 1_200);
    await().atMost(Duration.ofMinutes(1)).until(() -> counts.now().all() == 1_201);
    assertThat(counts.now().classes()).containsEntry("Boom", 1_200L);
  }
}

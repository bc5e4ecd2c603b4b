package io.eventpipeline.projection.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.projection.SampleRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RowQueueTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final RowQueue queue = new RowQueue("not ready");

  private List<WaitingRow> add(int count) {
    List<WaitingRow> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      added.add(new WaitingRow(SampleRows.order(i)));
    }
    added.forEach(queue::add);
    return added;
  }

  private WriteResult resultOf(WaitingRow row) throws InterruptedException {
    return row.await();
  }

  @Test
  void a_batch_has_at_most_500_rows_in_the_order_of_their_coming() throws InterruptedException {
    queue.accept();
    List<WaitingRow> added = add(RowQueue.BATCH + 7);

    assertThat(queue.take(LONG)).isEqualTo(added.subList(0, RowQueue.BATCH));
    assertThat(queue.take(LONG)).isEqualTo(added.subList(RowQueue.BATCH, added.size()));
  }

  @Test
  void a_withdrawn_row_is_not_taken() throws InterruptedException {
    queue.accept();
    List<WaitingRow> added = add(3);

    assertThat(added.get(1).take()).isTrue();

    assertThat(queue.take(LONG)).containsExactly(added.get(0), added.get(2));
    assertThat(added.get(0).take()).isFalse();
  }

  @Test
  void only_rows_that_waited_too_long_are_ended_as_late() throws InterruptedException {
    queue.accept();
    WaitingRow row = add(1).getFirst();
    queue.endLate();
    assertThat(queue.size()).isEqualTo(1);

    while (!row.isLate(System.nanoTime())) {
      Thread.sleep(100);
    }
    WaitingRow fresh = add(1).getFirst();
    queue.endLate();

    assertThat(resultOf(row)).isEqualTo(new WriteResult.Away(WriteLimits.LATE));
    assertThat(queue.take(LONG)).containsExactly(fresh);
  }

  @Test
  void while_it_refuses_rows_end_at_once_and_a_writer_does_not_wait() throws InterruptedException {
    WaitingRow early = add(1).getFirst();
    queue.accept();
    WaitingRow waiting = add(1).getFirst();
    queue.refuse("away");
    WaitingRow late = add(1).getFirst();

    assertThat(resultOf(early)).isEqualTo(new WriteResult.Away("not ready"));
    assertThat(resultOf(waiting)).isEqualTo(new WriteResult.Away("away"));
    assertThat(resultOf(late)).isEqualTo(new WriteResult.Away("away"));
    assertThat(queue.take(LONG)).isEmpty();
    assertThat(queue.size()).isZero();
  }

  @Test
  void a_writer_that_waits_hears_of_rows_of_refusal_and_of_the_end() {
    queue.accept();
    CompletableFuture<List<WaitingRow>> taken = takeElsewhere();
    WaitingRow row = add(1).getFirst();
    assertThat(taken.join()).containsExactly(row);

    taken = takeElsewhere();
    queue.refuse("away");
    assertThat(taken.join()).isEmpty();

    queue.accept();
    taken = takeElsewhere();
    queue.close();
    assertThat(taken.join()).isEmpty();
  }

  private CompletableFuture<List<WaitingRow>> takeElsewhere() {
    CompletableFuture<List<WaitingRow>> taken = new CompletableFuture<>();
    Thread unused =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    taken.complete(queue.take(LONG));
                  } catch (InterruptedException e) {
                    taken.completeExceptionally(e);
                  }
                });
    return taken;
  }

  @Test
  void after_its_end_it_hands_out_what_waits_and_takes_nothing() throws InterruptedException {
    queue.accept();
    WaitingRow row = add(1).getFirst();
    queue.close();
    assertThat(queue.isDone()).isFalse();

    assertThat(resultOf(add(1).getFirst())).isEqualTo(new WriteResult.Away("the process ends"));
    assertThat(queue.take(LONG)).containsExactly(row);
    assertThat(queue.isDone()).isTrue();
  }
}

package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.testbed.chaos.Fault.Target.ALONE;
import static io.eventpipeline.testbed.chaos.Fault.Target.SQL;

import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of projections and of their PostgreSQL. As many typed events as others are sent. */
final class SqlFaults {
  private static final int KILLS = 20;

  /** An event that a consumer has in hand at five kills would fail as a crash loop. */
  private static final int BURST = 3;

  /** Each kill finds events in hand, however long the kills take. */
  private static final int BEFORE_A_KILL = 500;

  private static final Duration TIME_OF_KILLS = Duration.ofSeconds(150);
  private static final Duration OUTAGE = Duration.ofSeconds(60);

  /** A shorter load gets a shorter outage. */
  private static final int OUTAGE_MS_PER_EVENT = 3;

  /** The senders begin before the outage and end after it. */
  private static final Duration AROUND = Duration.ofSeconds(15);

  private static final int SLOW_ROWS_PER_SECOND = 500;

  /** The lock lets one writer work at a time, whatever their number. */
  private static final String SLOW_DOWN =
      """
      CREATE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(1);
        PERFORM pg_sleep(1.0 / %d);
        RETURN NEW;
      END $$;
      CREATE TRIGGER slow BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION slow_down();
      CREATE TRIGGER slow BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION slow_down();
      CREATE TRIGGER slow BEFORE INSERT ON payments FOR EACH ROW EXECUTE FUNCTION slow_down();
      CREATE TRIGGER slow BEFORE INSERT ON inventory FOR EACH ROW EXECUTE FUNCTION slow_down();
      """
          .formatted(SLOW_ROWS_PER_SECOND);

  /** Dropping the triggers would lock all tables against the order of the writers. */
  private static final String SPEED_UP =
      """
      CREATE OR REPLACE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RETURN NEW;
      END $$
      """;

  private SqlFaults() {}

  static List<Fault> all() {
    return List.of(
        projecting("projection-kill", "SIGKILL of a consumer, 20 times", SqlFaults::kill)
            .sending(load -> load.stretch(TIME_OF_KILLS)),
        projecting("postgres-restart", "PostgreSQL stopped, and started again", SqlFaults::restart)
            .mixedAs(SQL),
        outage("postgres-away", "PostgreSQL stopped for 60 s", SqlFaults::away),
        outage("postgres-locked", "a lock on all tables for 60 s", SqlFaults::locked),
        outage("postgres-slow", "PostgreSQL writes 500 rows/s for 60 s", SqlFaults::slow));
  }

  static Fault projecting(String name, String what, Fault.Strike strike) {
    return Fault.of(name, ALONE, what, strike)
        .with(PipelineBuilder::projecting)
        .sending(ChaosLoad::addTyped);
  }

  private static Fault outage(String name, String what, Fault.Strike strike) {
    return projecting(name, what, strike).sending(load -> load.stretch(length(load).plus(AROUND)));
  }

  private static Duration length(ChaosLoad load) {
    Duration scaled = Duration.ofMillis((long) OUTAGE_MS_PER_EVENT * load.typed());
    return scaled.compareTo(OUTAGE) < 0 ? scaled : OUTAGE;
  }

  private static void kill(ChaosRound round, Random random) {
    for (int i = 0; i < KILLS; i++) {
      round.pause(500 + random.nextInt(2000));
      round.sql().sendAtOnce(random, BEFORE_A_KILL);
      round.pause(random.nextInt(300));
      round
          .supervisor()
          .kill(HealthProbe.anyReady(round.supervisor()::liveConsumers, random, round));
      if (i % BURST == BURST - 1) {
        new RecoveryTimer(round).awaitCaughtUp();
      }
    }
  }

  private static void away(ChaosRound round, Random random) {
    round.sql().side().server().stop();
    try {
      expectOutage(round);
    } finally {
      round.sql().side().server().restart();
    }
    expectService(round);
  }

  private static void restart(ChaosRound round, Random random) {
    round.sql().side().server().stop();
    round.pause(random.nextInt(4000));
    round.sql().side().server().restart();
  }

  private static void locked(ChaosRound round, Random random) throws SQLException {
    try (Connection connection = round.sql().side().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE users, orders, payments, inventory IN ACCESS EXCLUSIVE MODE");
      expectOutage(round);
      connection.rollback();
    }
    expectService(round);
  }

  private static void expectOutage(ChaosRound round) {
    round.sql().expectQueries(503);
    round.sql().expectConsumers(503);
    long lag = round.pipeline().topic().lag();
    round.pause(length(round.load()).toMillis());
    round.sql().expectLagAbove(lag);
    round.sql().expectConsumers(503);
    round.sql().expectQueries(503);
  }

  private static void expectService(ChaosRound round) {
    round.sql().expectConsumers(200);
    round.sql().expectQueries(200);
  }

  /** More events come than can be written meanwhile. The queries work. */
  private static void slow(ChaosRound round, Random random) {
    Duration length = length(round.load());
    round.sql().side().run(SLOW_DOWN);
    try {
      long lag = round.pipeline().topic().lag();
      round.sql().sendAtOnce(random, SLOW_ROWS_PER_SECOND * (int) length.toSeconds());
      round.pause(length.toMillis());
      round.sql().expectLagAbove(lag);
      round.sql().expectQueries(200);
    } finally {
      round.sql().side().run(SPEED_UP);
    }
    expectService(round);
  }
}

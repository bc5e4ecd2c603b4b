package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.ServiceProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes a {@link Pipeline}: how many processes of each kind, and their settings. */
public final class PipelineBuilder {
  private static final Map<String, String> QUICK_SESSIONS =
      Map.of(
          "group.min.session.timeout.ms", "1000",
          "group.consumer.min.session.timeout.ms", "1000",
          "group.consumer.session.timeout.ms", "6000",
          "group.consumer.min.heartbeat.interval.ms", "500",
          "group.consumer.heartbeat.interval.ms", "1000");
  private static final Map<String, String> REPLICATED =
      Map.of(
          "default.replication.factor", "3",
          "min.insync.replicas", "2",
          "offsets.topic.replication.factor", "3",
          "transaction.state.log.replication.factor", "3",
          "transaction.state.log.min.isr", "2");

  private final String name;
  private int consumers = 1;
  private int brokers = 1;
  private int pushWorkers;
  private boolean counts;
  private boolean projects;
  private boolean shown;
  private boolean users;
  private boolean teamless;
  private boolean processes;
  private boolean cabled;
  private boolean watched;
  private boolean agent;
  private boolean redisOnSmallDisk;
  private boolean sqlOnSmallDisk;
  private final Map<String, String> consumerEnv = new LinkedHashMap<>();
  private final Map<String, String> ingestEnv = new LinkedHashMap<>();
  private final Map<String, String> pushEnv = new LinkedHashMap<>();
  private final Map<String, String> queryEnv = new LinkedHashMap<>();
  private final Map<String, String> adminEnv = new LinkedHashMap<>();
  private final List<String> consumerJvm = new ArrayList<>();
  private final List<String> ingestJvm = new ArrayList<>();
  private final Map<String, String> redisOptions = new LinkedHashMap<>();
  private final Map<String, String> redisEnv = new LinkedHashMap<>();

  PipelineBuilder(String name) {
    this.name = name;
    redisOptions.put("--appendonly", "yes");
    redisOptions.put("--appendfsync", "everysec");
  }

  public PipelineBuilder consumers(int count) {
    consumers = count;
    return this;
  }

  /**
   * @param count 1, or 3 that replicate one another's data
   */
  public PipelineBuilder brokers(int count) {
    brokers = count;
    return this;
  }

  /**
   * Starts Kafka and Redis as child processes even with {@code -Dit.containers=true}. Needed for
   * {@link Pipeline#redis()} and {@link Pipeline#brokers()}.
   */
  public PipelineBuilder processes() {
    processes = true;
    return this;
  }

  /** Sets an environment variable of the consumers. */
  public PipelineBuilder consumer(String variable, String value) {
    consumerEnv.put(variable, value);
    return this;
  }

  /** Removes an environment variable of the consumers. */
  public PipelineBuilder consumerWithout(String variable) {
    consumerEnv.remove(variable);
    return this;
  }

  public PipelineBuilder consumerJvm(String argument) {
    consumerJvm.add(argument);
    return this;
  }

  /** Sets an environment variable of the API. */
  public PipelineBuilder ingest(String variable, String value) {
    ingestEnv.put(variable, value);
    return this;
  }

  public PipelineBuilder ingestJvm(String argument) {
    ingestJvm.add(argument);
    return this;
  }

  /** Starts push workers besides, and a fake FCM: {@link Pipeline#push()}. */
  public PipelineBuilder pushWorkers(int count) {
    pushWorkers = count;
    return this;
  }

  /** Sets an environment variable of the push workers. */
  public PipelineBuilder push(String variable, String value) {
    pushEnv.put(variable, value);
    return this;
  }

  /** Writes the window log, and starts a query service: {@link Pipeline#query()}. */
  public PipelineBuilder counting() {
    counts = true;
    return consumer("WINDOW_ENABLED", "true");
  }

  /** Writes typed events into PostgreSQL: {@link Pipeline#sql()}. Starts a query service too. */
  public PipelineBuilder projecting() {
    projects = true;
    return this;
  }

  /** Sets an environment variable of the query service. */
  public PipelineBuilder query(String variable, String value) {
    queryEnv.put(variable, value);
    return this;
  }

  /** Starts a dashboard, which everybody may look at: {@link Pipeline#admin()}. */
  public PipelineBuilder showing() {
    shown = true;
    return this;
  }

  /** Lets the users of {@link AdminSide} alone look at the dashboard. */
  public PipelineBuilder withUsers() {
    users = true;
    return this;
  }

  /** Sets an environment variable of the dashboard. */
  public PipelineBuilder admin(String variable, String value) {
    adminEnv.put(variable, value);
    return this;
  }

  /** Leaves the recording handler out, which stands for a team's own. */
  public PipelineBuilder withoutTeam() {
    teamless = true;
    return this;
  }

  /** Lets each processed event of these types become a notification, by the consumer's rules. */
  public PipelineBuilder notifyingOf(String... types) {
    for (int i = 0; i < types.length; i++) {
      String rule = "OUTBOX_RULES_" + i + "_";
      consumer(rule + "TYPE", types[i])
          .consumer(rule + "CHANNEL", "push")
          .consumer(rule + "TITLE", "News for {userId}")
          .consumer(rule + "BODY", "About {eventId}");
    }
    return this;
  }

  /** Gives the first consumer connections of its own, which can be cut: {@link Pipeline#cables}. */
  public PipelineBuilder cabled() {
    cabled = true;
    return processes();
  }

  /**
   * Adds a replica of Redis and three Sentinels, at which the services ask for the primary. It
   * takes writes only while a replica follows it.
   */
  public PipelineBuilder watched() {
    watched = true;
    return processes().redis("--min-replicas-to-write", "1");
  }

  /** Starts the services as {@link ServiceProcess.Builder#withAgent} does. */
  public PipelineBuilder withAgent() {
    agent = true;
    return this;
  }

  /** Puts the data of Redis on a disk that can be filled: {@link Pipeline#disk}. */
  public PipelineBuilder redisOnSmallDisk() {
    redisOnSmallDisk = true;
    return processes();
  }

  /** Puts the data of PostgreSQL on a disk that can be filled: {@link Pipeline#disk}. */
  public PipelineBuilder sqlOnSmallDisk() {
    sqlOnSmallDisk = true;
    return projecting();
  }

  /** Sets an option of redis-server, such as {@code --appendfsync}. */
  public PipelineBuilder redis(String option, String value) {
    redisOptions.put(option, value);
    return this;
  }

  /** Sets an environment variable of redis-server. */
  public PipelineBuilder redisEnv(String variable, String value) {
    redisEnv.put(variable, value);
    return this;
  }

  /** Starts the pipeline and waits until the API takes events and every consumer is ready. */
  public Pipeline start() {
    return Pipeline.start(this);
  }

  String name() {
    return name;
  }

  int consumers() {
    return consumers;
  }

  int pushWorkers() {
    return pushWorkers;
  }

  boolean queries() {
    return counts || projects;
  }

  boolean projects() {
    return projects;
  }

  boolean shows() {
    return shown;
  }

  int brokers() {
    return brokers;
  }

  boolean isCabled() {
    return cabled;
  }

  boolean hasAgent() {
    return agent;
  }

  boolean isWatched() {
    return watched;
  }

  boolean isRedisOnSmallDisk() {
    return redisOnSmallDisk;
  }

  boolean isSqlOnSmallDisk() {
    return sqlOnSmallDisk;
  }

  Map<String, String> redisEnv() {
    return redisEnv;
  }

  /**
   * @param redisDir for the data of Redis
   */
  PipelineServers startServers(Path dir, Path redisDir) {
    Map<String, String> kafka = new LinkedHashMap<>(QUICK_SESSIONS);
    if (brokers > 1) {
      kafka.putAll(REPLICATED);
    }
    List<String> redis = new ArrayList<>();
    redisOptions.forEach((option, value) -> redis.addAll(List.of(option, value)));
    return Boolean.getBoolean("it.containers") && !processes
        ? new ContainerServers(dir, kafka, redis)
        : new ProcessServers(this, dir, redisDir, kafka, redis);
  }

  void configureIngest(ServiceProcess.Builder ingest) {
    ingest.jvm(ingestJvm);
    ingestEnv.forEach(ingest::env);
    if (ingestEnv.containsKey("KAFKA_INTERCEPTOR_CLASSES")) {
      ingest.classPath(ServiceLauncher.handlers());
    }
  }

  void configureConsumer(ServiceProcess.Builder consumer) {
    consumer.jvm(consumerJvm);
    if (!teamless) {
      consumer.classPath(ServiceLauncher.handlers());
    }
    consumerEnv.forEach(consumer::env);
  }

  void configurePush(ServiceProcess.Builder worker) {
    pushEnv.forEach(worker::env);
  }

  void configureQuery(ServiceProcess.Builder query) {
    queryEnv.forEach(query::env);
  }

  void configureAdmin(ServiceProcess.Builder dashboard) {
    if (users) {
      AdminSide.addUsers(dashboard);
    }
    adminEnv.forEach(dashboard::env);
  }
}

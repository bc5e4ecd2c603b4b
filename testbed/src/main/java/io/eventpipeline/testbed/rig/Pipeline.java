package io.eventpipeline.testbed.rig;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.local.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A whole pipeline of processes: brokers, a Redis behind a {@link TcpProxy}, the ingest API and
 * consumers, started from their jars. Threads: any, but one at a time for each process.
 */
public final class Pipeline implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(3);

  /** Room for the programs of PostgreSQL too. */
  private static final int DISK_MEGABYTES = 512;

  private final PipelineBuilder how;
  private final Path dir;
  private final PipelineServers servers;
  private final TcpProxy wire;
  private final @Nullable SmallDisk disk;
  private final @Nullable Cables cables;
  private final int ingestPort = FreePort.find();
  private final List<ServiceProcess> consumers = new CopyOnWriteArrayList<>();
  private final EventsClient api;
  private final EventsTopic topic;
  private final RedisView redisView;
  private final RunLog runs;
  private final @Nullable PushSide push;
  private final @Nullable QuerySide query;
  private final @Nullable AdminSide admin;
  private final @Nullable SqlSide sql;
  private final ServiceLauncher launcher;
  private volatile ServiceProcess ingest;

  /**
   * Describes a pipeline.
   *
   * @param name part of the name of its log folder
   */
  public static PipelineBuilder named(String name) {
    return new PipelineBuilder(name);
  }

  /** As {@link PipelineBuilder#start()}. */
  static Pipeline start(PipelineBuilder how) {
    Pipeline pipeline = new Pipeline(how);
    try {
      pipeline.launchAll();
      pipeline.ingest.awaitReady(READY);
      pipeline.consumers.forEach(consumer -> consumer.awaitReady(READY));
      pipeline.around().forEach(service -> service.awaitReady(READY));
      Waiting.until("the topic", READY, pipeline::takesEvents);
      return pipeline;
    } catch (RuntimeException e) {
      pipeline.close();
      throw e;
    }
  }

  private Pipeline(PipelineBuilder how) {
    this.how = how;
    dir = makeFolder(how.name());
    System.out.println("pipeline " + how.name() + ": logs in " + dir);
    disk =
        how.isRedisOnSmallDisk() || how.isSqlOnSmallDisk()
            ? SmallDisk.mount(dir.resolve("disk"), DISK_MEGABYTES)
            : null;
    servers = how.startServers(dir, home(how.isRedisOnSmallDisk()));
    wire = new TcpProxy(servers.redisPort());
    cables = how.isCabled() ? new Cables(new TcpProxy(wire.port()), kafkaCable()) : null;
    sql = how.projects() ? SqlSide.start(home(how.isSqlOnSmallDisk()).resolve("postgres")) : null;
    launcher = new ServiceLauncher(how, dir, addresses(), cables, sql);
    ingest = launcher.ingest(ingestPort).start();
    api = new EventsClient(ingestPort);
    topic = new EventsTopic(servers.bootstrapServers());
    redisView = new RedisView("redis://127.0.0.1:" + servers.redisPort());
    runs = new RunLog(dir.resolve("runs.tsv"));
    push = how.pushWorkers() == 0 ? null : new PushSide(dir, launcher::pushWorker);
    query = how.queries() ? new QuerySide(launcher::query) : null;
    int queryPort = query == null ? FreePort.find() : query.port();
    admin = how.shows() ? new AdminSide(port -> launcher.admin(port, queryPort)) : null;
  }

  private Path home(boolean onSmallDisk) {
    return onSmallDisk && disk != null ? disk.dir() : dir;
  }

  private TcpProxy kafkaCable() {
    return Objects.requireNonNull(processes().kafkaCable());
  }

  private ServerAddresses addresses() {
    String redis =
        how.isWatched()
            ? Objects.requireNonNull(processes().sentinels()).uri()
            : "redis://127.0.0.1:" + wire.port();
    return new ServerAddresses(servers.bootstrapServers(), redis);
  }

  private void launchAll() {
    for (int i = 0; i < how.consumers(); i++) {
      launch();
    }
    for (int i = 0; i < how.pushWorkers(); i++) {
      push().launch();
    }
    if (how.queries()) {
      query().launch();
    }
    if (admin != null) {
      admin.launch();
    }
  }

  private static Path makeFolder(String name) {
    try {
      Path all = Files.createDirectories(Path.of(System.getProperty("testbed.directory")));
      return Files.createTempDirectory(all, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean takesEvents() {
    return api.send(anEvent().of("first")).status() == 202;
  }

  private ProcessServers processes() {
    if (servers instanceof ProcessServers processes) {
      return processes;
    }
    throw new IllegalStateException(
        "Kafka and Redis are containers here; describe the pipeline with processes()");
  }

  /** Starts a redis-server beside the pipeline's. */
  public LocalRedis newRedis() {
    return processes().newRedis();
  }

  /** Makes {@code next} the pipeline's Redis and breaks the connections to the previous one. */
  public void replaceRedis(LocalRedis next) {
    processes().replaceRedis(next);
    wire.leadTo(next.port());
  }

  /** Makes {@code next} the Redis of new connections. Connections to the previous one stay. */
  public void replaceRedisForNewConnections(LocalRedis next) {
    processes().replaceRedis(next);
    wire.leadNewTo(next.port());
  }

  /**
   * Waits until the Sentinels have made the replica the primary, and takes it for the pipeline's
   * Redis.
   */
  public void awaitFailover() {
    Sentinels sentinels = Objects.requireNonNull(processes().sentinels());
    int before = redis().port();
    Waiting.until("the failover", READY, () -> sentinels.primaryPort() != before);
    processes().replaceRedis(processes().redisAt(sentinels.primaryPort()));
  }

  /**
   * The connections of the first consumer.
   *
   * @throws IllegalStateException if the pipeline was not described as cabled
   */
  public Cables cables() {
    if (cables == null) {
      throw new IllegalStateException("describe the pipeline with cabled()");
    }
    return cables;
  }

  /**
   * The disk that can be filled.
   *
   * @throws IllegalStateException if the pipeline was described without one
   */
  public SmallDisk disk() {
    if (disk == null) {
      throw new IllegalStateException("describe the pipeline with a small disk");
    }
    return disk;
  }

  /** Starts the API again on its port after it ended. Does not wait until it is ready. */
  public ServiceProcess relaunchIngest() {
    ingest = launcher.ingest(ingestPort).start();
    return ingest;
  }

  /** Starts one more consumer and waits until it is ready. */
  public ServiceProcess startConsumer() {
    return launch().awaitReady(READY);
  }

  /** Starts one more consumer. Does not wait until it is ready. */
  public ServiceProcess launch() {
    ServiceProcess consumer = launcher.consumer(consumers.size()).start();
    consumers.add(consumer);
    return consumer;
  }

  /**
   * The push workers and their fake FCM.
   *
   * @throws IllegalStateException if the pipeline was described without any
   */
  public PushSide push() {
    if (push == null) {
      throw new IllegalStateException("describe the pipeline with pushWorkers()");
    }
    return push;
  }

  /** The services around the core. */
  private List<ServiceProcess> around() {
    List<ServiceProcess> all = new ArrayList<>(push == null ? List.of() : push.workers());
    all.addAll(query == null ? List.of() : query.started());
    all.addAll(admin == null ? List.of() : admin.started());
    return all;
  }

  /**
   * The query service.
   *
   * @throws IllegalStateException if the pipeline was described without one
   */
  public QuerySide query() {
    if (query == null) {
      throw new IllegalStateException("describe the pipeline with counting() or projecting()");
    }
    return query;
  }

  /** True if it has a dashboard. */
  public boolean isShown() {
    return admin != null;
  }

  /**
   * The dashboard.
   *
   * @throws IllegalStateException if the pipeline was described without one
   */
  public AdminSide admin() {
    if (admin == null) {
      throw new IllegalStateException("describe the pipeline with showing()");
    }
    return admin;
  }

  /**
   * The database of the projections.
   *
   * @throws IllegalStateException if the pipeline was described without one
   */
  public SqlSide sql() {
    if (sql == null) {
      throw new IllegalStateException("describe the pipeline with projecting()");
    }
    return sql;
  }

  /** The folder of its logs and data. */
  public Path dir() {
    return dir;
  }

  /**
   * @param index 0 for the consumer that was started first
   */
  public ServiceProcess consumer(int index) {
    return consumers.get(index);
  }

  /** All consumers in the order of their starts. Some may have ended. */
  public List<ServiceProcess> consumers() {
    return consumers;
  }

  public ServiceProcess ingest() {
    return ingest;
  }

  public EventsClient api() {
    return api;
  }

  public EventsTopic topic() {
    return topic;
  }

  /** Reads the Redis that the pipeline started with. */
  public RedisView redisView() {
    return redisView;
  }

  public RunLog runs() {
    return runs;
  }

  public LocalRedis redis() {
    return processes().redis();
  }

  /** The proxy between the services and Redis. */
  public TcpProxy wire() {
    return wire;
  }

  public LocalKafka kafka() {
    return brokers().getFirst();
  }

  public List<LocalKafka> brokers() {
    return processes().brokers();
  }

  /** Tells all services to end before it waits for the first: each takes a second or two. */
  @Override
  public void close() {
    topic.close();
    redisView.close();
    List<ServiceProcess> services = new ArrayList<>(consumers);
    services.add(ingest);
    services.addAll(around());
    services.forEach(service -> service.process().destroy());
    services.forEach(ServiceProcess::close);
    if (push != null) {
      push.close();
    }
    if (cables != null) {
      cables.redis().close();
    }
    wire.close();
    if (sql != null) {
      sql.close();
    }
    servers.close();
    if (disk != null) {
      disk.close();
    }
  }
}

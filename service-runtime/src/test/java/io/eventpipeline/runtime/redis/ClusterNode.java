package io.eventpipeline.runtime.redis;

import io.lettuce.core.RedisAsyncCommandsImpl;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.PipelinedRedisFuture;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.resource.ClientResources;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A server with {@code cluster-enabled yes} that owns every slot. It refuses a call whose keys
 * belong to two slots, and a script that touches a key which the call did not name. So script tests
 * run on it too.
 */
public final class ClusterNode {
  /** The one key space of these tests. Its tag keeps all its names in one slot. */
  private static final KeySpace SPACE = new KeySpace("{3}");

  private static final int SLOTS = 16_384;

  private ClusterNode() {}

  /** The key spaces that the code under test must use. */
  public static KeySpaces spaces() {
    return new KeySpaces(List.of(SPACE));
  }

  /** Gives the server all slots, and waits until it serves them. */
  public static void own(String uri) {
    try (RedisClient client = RedisClient.create(uri)) {
      var node = client.connect().sync();
      node.clusterAddSlots(IntStream.range(0, SLOTS).toArray());
      while (!node.clusterInfo().contains("cluster_state:ok")) {
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  /** A client that tells the services, which refuse a cluster, that the server is a single one. */
  public static RedisClient client(ClientResources resources, RedisURI uri) {
    return new HidingClient(resources, uri);
  }

  /** Lets a test write {@code event:a} for the key that the space names {@code event:{3}a}. */
  public static RedisCodec<String, String> names() {
    return new TaggingCodec();
  }

  private static final class HidingClient extends RedisClient {
    HidingClient(ClientResources resources, RedisURI uri) {
      super(resources, uri);
    }

    @Override
    protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(
        RedisChannelWriter writer, PushHandler push, RedisCodec<K, V> codec, Duration timeout) {
      return new StatefulRedisConnectionImpl<>(writer, push, codec, timeout) {
        @Override
        protected RedisAsyncCommandsImpl<K, V> newRedisAsyncCommandsImpl() {
          return new HidingCommands<>(this, codec);
        }
      };
    }
  }

  /** Public, because Lettuce calls it by reflection. */
  public static final class HidingCommands<K, V> extends RedisAsyncCommandsImpl<K, V> {
    HidingCommands(StatefulRedisConnection<K, V> connection, RedisCodec<K, V> codec) {
      super(connection, codec);
    }

    @Override
    public RedisFuture<String> info() {
      return new PipelinedRedisFuture<>(super.info().thenApply(HidingCommands::hide));
    }

    private static String hide(String info) {
      return info.replace("cluster_enabled:1", "cluster_enabled:0")
          .replace("redis_mode:cluster", "redis_mode:standalone");
    }
  }

  private static final class TaggingCodec implements RedisCodec<String, String> {
    @Override
    public ByteBuffer encodeKey(String name) {
      return StringCodec.UTF8.encodeKey(
          name.startsWith("rate-ip:") ? name : name.replaceFirst(":", ":" + SPACE.tag()));
    }

    @Override
    public String decodeKey(ByteBuffer name) {
      return StringCodec.UTF8.decodeKey(name).replace(SPACE.tag(), "");
    }

    @Override
    public ByteBuffer encodeValue(String value) {
      return StringCodec.UTF8.encodeValue(value);
    }

    @Override
    public String decodeValue(ByteBuffer value) {
      return StringCodec.UTF8.decodeValue(value);
    }
  }
}

package io.eventpipeline.admin.access;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.PBEKeySpec;

/** Stands before the JDK's PBKDF2: notes the work of each hash, and can hold hashes up. */
final class CountedHashes extends Provider implements AutoCloseable {
  @Serial private static final long serialVersionUID = 1;

  private static final String NAME = "counted-hashes";
  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final int ALL = 1_000_000;

  private final transient List<Work> done = new CopyOnWriteArrayList<>();
  private final transient AtomicInteger inside = new AtomicInteger();
  private final transient AtomicInteger mostInside = new AtomicInteger();
  private final transient Semaphore gate = new Semaphore(ALL);

  /** What one hash costs. */
  record Work(int rounds, int saltBytes, int keyBits) {}

  private CountedHashes() {
    super(NAME, "1", "counts the hashes of a test");
    putService(
        new Service(this, "SecretKeyFactory", ALGORITHM, Spi.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new Spi(CountedHashes.this);
          }
        });
  }

  /** Counts the hashes of this JVM until it is closed. */
  static CountedHashes install() {
    CountedHashes hashes = new CountedHashes();
    if (Security.insertProviderAt(hashes, 1) != 1) {
      throw new IllegalStateException("hashes are counted already");
    }
    return hashes;
  }

  /** The hashes that were made, in their order. */
  List<Work> done() {
    return List.copyOf(done);
  }

  int inside() {
    return inside.get();
  }

  int mostInside() {
    return mostInside.get();
  }

  /** Lets no hash end until {@link #release}. */
  void hold() {
    gate.drainPermits();
  }

  void release() {
    gate.release(ALL);
  }

  @Override
  public void close() {
    release();
    Security.removeProvider(NAME);
  }

  private SecretKey hash(KeySpec spec) throws GeneralSecurityException {
    PBEKeySpec asked = (PBEKeySpec) spec;
    int now = inside.incrementAndGet();
    mostInside.accumulateAndGet(now, Math::max);
    gate.acquireUninterruptibly();
    try {
      SecretKey key = SecretKeyFactory.getInstance(ALGORITHM, "SunJCE").generateSecret(spec);
      done.add(new Work(asked.getIterationCount(), asked.getSalt().length, asked.getKeyLength()));
      return key;
    } finally {
      gate.release();
      inside.decrementAndGet();
    }
  }

  private static final class Spi extends SecretKeyFactorySpi {
    private final CountedHashes all;

    Spi(CountedHashes all) {
      this.all = all;
    }

    @Override
    protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
      try {
        return all.hash(spec);
      } catch (GeneralSecurityException e) {
        throw new InvalidKeySpecException(e);
      }
    }

    @Override
    protected KeySpec engineGetKeySpec(SecretKey key, Class<?> spec)
        throws InvalidKeySpecException {
      throw new InvalidKeySpecException("hashes only");
    }

    @Override
    protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
      throw new InvalidKeyException("hashes only");
    }
  }
}

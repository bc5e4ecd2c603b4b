package io.eventpipeline.runtime.time;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Recognizes every way to read the system's clock or to sleep, all overloads included. */
public final class RawTime {
  private static final Set<String> OF_SYSTEM = Set.of("nanoTime", "currentTimeMillis");

  private RawTime() {}

  public static boolean is(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String owner = target.getOwner().getName();
    String name = target.getName();
    return is(owner, System.class) && OF_SYSTEM.contains(name)
        || owner.startsWith("java.time.") && isNow(name)
        || is(owner, Date.class) && name.equals("<init>")
        || is(owner, LockSupport.class) && name.startsWith("park")
        || (is(owner, Thread.class) || is(owner, TimeUnit.class)) && name.equals("sleep");
  }

  /** {@code Instant.now}, {@code Clock.systemUTC}, {@code Clock.tickSeconds} and the like. */
  private static boolean isNow(String method) {
    return method.equals("now") || method.startsWith("system") || method.startsWith("tick");
  }

  private static boolean is(String owner, Class<?> type) {
    return owner.equals(type.getName());
  }
}

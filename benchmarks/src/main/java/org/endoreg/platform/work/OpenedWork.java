package org.endoreg.platform.work;

import java.lang.reflect.Proxy;
import java.time.Duration;
import org.endoreg.platform.startup.HubSettings;
import org.jdbi.v3.core.Jdbi;

/** Lets a measurement use the work queue of a service without the container around it. */
public final class OpenedWork {
  private OpenedWork() {}

  /** A queue with leases of a minute. */
  public static WorkQueue over(Jdbi jdbi) {
    HubSettings.Work leases = answering(HubSettings.Work.class, "lease", Duration.ofMinutes(1));
    return new WorkQueue(jdbi, new Arrivals(), answering(HubSettings.class, "work", leases));
  }

  private static <T> T answering(Class<T> settings, String question, Object answer) {
    return settings.cast(
        Proxy.newProxyInstance(
            settings.getClassLoader(),
            new Class<?>[] {settings},
            (unused, method, arguments) -> {
              if (!method.getName().equals(question)) {
                throw new UnsupportedOperationException(method.getName());
              }
              return answer;
            }));
  }
}

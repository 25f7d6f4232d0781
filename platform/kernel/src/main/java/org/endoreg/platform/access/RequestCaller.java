package org.endoreg.platform.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller of one request, found once by the access filter before the route runs. */
@RequestScoped
class RequestCaller {
  private @Nullable Caller caller;

  void set(Caller found) {
    caller = found;
  }

  Optional<Caller> get() {
    return Optional.ofNullable(caller);
  }
}

package org.endoreg.platform.rules;

import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.List;

/** Recognises the methods that answer HTTP requests. */
final class Routes {
  private static final List<String> VERBS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

  private Routes() {}

  static boolean isRoute(JavaMethod method) {
    return VERBS.stream().anyMatch(verb -> method.isAnnotatedWith("jakarta.ws.rs." + verb))
        || method.isMetaAnnotatedWith("jakarta.ws.rs.HttpMethod");
  }
}

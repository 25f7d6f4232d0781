package org.endoreg.stack.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which service answers a path: the one with the longest matching prefix. */
public final class RouteTable {
  private static final String ALIAS = "/endoreg-api/";

  private final List<Route> routes;

  private RouteTable(List<Route> routes) {
    this.routes =
        routes.stream()
            .sorted(Comparator.comparingInt((Route route) -> route.prefix.length()).reversed())
            .toList();
  }

  /** The table that comes with the suite. */
  public static RouteTable bundled() {
    try (InputStream file = RouteTable.class.getResourceAsStream("/routes.txt")) {
      if (file == null) {
        throw new IllegalStateException("routes.txt is missing from the build");
      }
      return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static RouteTable parse(String text) {
    return new RouteTable(
        text.lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.trim().split("\\s+", 2))
            .map(parts -> new Route(parts[0], parts[1]))
            .toList());
  }

  /**
   * The same without the services that are not there; their paths fall to the next shorter prefix.
   */
  public RouteTable only(Set<String> services) {
    return new RouteTable(
        routes.stream().filter(route -> services.contains(route.service)).toList());
  }

  /** The service for a path. */
  public String serviceFor(String path) {
    String canonical = canonical(path);
    return routes.stream()
        .filter(route -> canonical.startsWith(route.prefix))
        .findFirst()
        .map(Route::service)
        .orElseThrow(() -> new IllegalArgumentException("no route for this path"));
  }

  /** The path with the reference's alias {@code /endoreg-api/} replaced. */
  public static String canonical(String path) {
    return path.startsWith(ALIAS) ? "/api/" + path.substring(ALIAS.length()) : path;
  }

  private record Route(String prefix, String service) {}
}

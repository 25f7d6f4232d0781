package org.endoreg.journeys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.endoreg.contracts.Capability;
import org.endoreg.stack.edge.RouteTable;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.MethodInfo;
import org.jspecify.annotations.Nullable;

/** Every route of the services, read from their compiled classes. */
final class Routes {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));
  private static final List<String> SERVICES =
      List.of(
          "ingest-gateway",
          "anonymizer-service",
          "media-service",
          "knowledge-base-service",
          "transfer-hub",
          "watcher-agent");
  private static final List<String> SHARED =
      List.of("platform/kernel", "platform/persistence", "platform/resumable-upload");
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final DotName PATH = DotName.createSimple("jakarta.ws.rs.Path");
  private static final DotName NEEDS = DotName.createSimple("org.endoreg.platform.access.Needs");
  private static final DotName FROM_NODE =
      DotName.createSimple("org.endoreg.platform.access.FromNode");
  private static final DotName SIGNED_IN =
      DotName.createSimple("org.endoreg.platform.access.SignedIn");

  private Routes() {}

  /**
   * One route; {@code capability} is null where signing in is enough, {@code owner} the service
   * whose classes hold it, empty for a class all services share. A route for nodes is not behind
   * the one origin.
   */
  record Route(
      String method, String path, @Nullable Capability capability, boolean forNodes, String owner) {

    /** The service the one origin sends it to. */
    String service() {
      return forNodes ? owner : RouteTable.bundled().serviceFor(path);
    }

    String right() {
      if (forNodes) {
        return "another node";
      }
      return capability == null ? "signed in" : capability.roleName();
    }
  }

  /** All of them, by path and method. */
  static List<Route> all() throws IOException {
    List<Route> routes = new ArrayList<>();
    for (String service : SERVICES) {
      routes.addAll(routesOf(index(service), service));
    }
    for (String module : SHARED) {
      routes.addAll(routesOf(index(module), ""));
    }
    routes.sort(Comparator.comparing(Route::path).thenComparing(Route::method));
    return routes;
  }

  private static Index index(String module) throws IOException {
    Indexer indexer = new Indexer();
    try (Stream<Path> classes = Files.walk(ROOT.resolve(module).resolve("target/classes"))) {
      for (Path file : classes.filter(name -> name.toString().endsWith(".class")).toList()) {
        try (InputStream bytes = Files.newInputStream(file)) {
          indexer.index(bytes);
        }
      }
    }
    return indexer.complete();
  }

  private static List<Route> routesOf(Index index, String owner) {
    List<Route> routes = new ArrayList<>();
    for (AnnotationInstance path : index.getAnnotations(PATH)) {
      if (path.target().kind() == AnnotationTarget.Kind.CLASS) {
        routes.addAll(routesOf(path.target().asClass(), path.value().asString(), owner));
      }
    }
    return routes;
  }

  private static List<Route> routesOf(ClassInfo resource, String prefix, String owner) {
    List<Route> routes = new ArrayList<>();
    for (MethodInfo method : resource.methods()) {
      for (String verb : METHODS) {
        if (method.hasAnnotation(DotName.createSimple("jakarta.ws.rs." + verb))) {
          routes.add(
              new Route(
                  verb,
                  prefix + below(method),
                  capability(method),
                  method.hasAnnotation(FROM_NODE),
                  owner));
        }
      }
    }
    return routes;
  }

  private static String below(MethodInfo method) {
    @Nullable AnnotationInstance path = method.annotation(PATH);
    String text = path == null ? "" : path.value().asString();
    return text.isEmpty() || text.startsWith("/") ? text : "/" + text;
  }

  private static @Nullable Capability capability(MethodInfo method) {
    @Nullable AnnotationInstance needs = method.annotation(NEEDS);
    if (needs != null) {
      return Capability.valueOf(needs.value().asEnum().toUpperCase(Locale.ROOT));
    }
    if (!method.hasAnnotation(SIGNED_IN) && !method.hasAnnotation(FROM_NODE)) {
      throw new IllegalStateException(method + " says nothing about who may call it");
    }
    return null;
  }
}

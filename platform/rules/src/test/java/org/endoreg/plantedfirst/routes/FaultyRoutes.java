package org.endoreg.plantedfirst.routes;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.endoreg.contracts.Capability;
import org.endoreg.plantedfirst.rows.RowSource;
import org.endoreg.plantedfirst.rows.Rows;
import org.endoreg.platform.access.Needs;

/** Every method breaks a rule. */
public class FaultyRoutes {
  private final Rows rows;
  private final RowSource source;

  FaultyRoutes(Rows rows, RowSource source) {
    this.rows = rows;
    this.source = source;
  }

  @GET
  public String getWithoutCapability() {
    return "x";
  }

  @PATCH
  public String patchWithoutCapability() {
    return "x";
  }

  @HEAD
  public String headWithoutCapability() {
    return "x";
  }

  @DELETE
  @Needs(Capability.REPORT_READ)
  public List<String> unscopedDirectly() {
    return rows.all();
  }

  @GET
  @Needs(Capability.REPORT_READ)
  public List<String> unscopedByReference() {
    return List.of(rows).stream().map(Rows::all).flatMap(List::stream).toList();
  }

  @GET
  @Needs(Capability.REPORT_READ)
  public List<String> unscopedBehindAnInterface() {
    return source.names();
  }

  @GET
  @Needs(Capability.REPORT_READ)
  public Uni<Boolean> blockingUni() {
    return Uni.createFrom().item(() -> deeper());
  }

  @GET
  @NonBlocking
  @Needs(Capability.REPORT_READ)
  public boolean blockingNonBlocking() {
    return deeper();
  }

  void handlerThatBlocks(Vertx vertx) {
    vertx.setTimer(1, unused -> deeper());
  }

  void handlerThatDoesNot(Vertx vertx) {
    deeper();
    vertx.setTimer(1, unused -> System.identityHashCode(unused));
  }

  private boolean deeper() {
    return Files.exists(Path.of("x"));
  }

  /** A handler with a name. */
  static final class NamedHandler implements Handler<Long> {
    @Override
    public void handle(Long event) {
      Files.exists(Path.of("x"));
    }
  }
}

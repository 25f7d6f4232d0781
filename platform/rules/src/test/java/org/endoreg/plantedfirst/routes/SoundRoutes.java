package org.endoreg.plantedfirst.routes;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.endoreg.contracts.Capability;
import org.endoreg.plantedfirst.rows.Rows;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;

/** Breaks no rule. */
public class SoundRoutes {
  private final Rows rows;

  SoundRoutes(Rows rows) {
    this.rows = rows;
  }

  @GET
  @Needs(Capability.REPORT_READ)
  public List<String> mine() {
    return rows.within(new CenterScope(Set.of()));
  }

  @GET
  @Needs(Capability.KNOWLEDGE_READ)
  public List<String> words() {
    return rows.words();
  }

  @POST
  @Needs(Capability.REPORT_READ)
  public boolean onAWorkerThread() {
    return Files.exists(Path.of("x"));
  }

  @GET
  @Blocking
  @Needs(Capability.REPORT_READ)
  public Uni<Boolean> saidToBlock() {
    return Uni.createFrom().item(Files.exists(Path.of("x")));
  }

  @GET
  @Needs(Capability.REPORT_READ)
  public Uni<String> asynchronousAndIdle() {
    return Uni.createFrom().item("x");
  }
}

package org.endoreg.platform.audit;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.endoreg.contracts.Capability;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.access.OwnerlessRows;
import org.endoreg.platform.access.SignedIn;

/** Whether the audit chain of this service is sound. Entries themselves are never served here. */
@Path("/api/audit-ledger/integrity")
@Produces(MediaType.APPLICATION_JSON)
@OwnerlessRows("the chain as a whole belongs to the deployment; only its state is told")
public class AuditResource {
  private final AuditIntegrity integrity;

  AuditResource(AuditIntegrity integrity) {
    this.integrity = integrity;
  }

  /** The result of the last check. */
  @GET
  @SignedIn
  public AuditIntegrity.Status last() {
    return integrity.last();
  }

  /** Checks the whole chain now. */
  @POST
  @Path("/verify")
  @Needs(Capability.AUDIT_VERIFY)
  public AuditIntegrity.Status verify() {
    return integrity.verify();
  }
}

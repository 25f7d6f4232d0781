package org.endoreg.transfer.nodes;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.access.OwnerlessRows;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.transfer.envelope.RecipientKey;

/** The keys sites seal for: listed, rotated, revoked. */
@Path("/api/transfer/keys")
@Produces(MediaType.APPLICATION_JSON)
public class RecipientKeysResource {
  private final RecipientKeys keys;

  RecipientKeysResource(RecipientKeys keys) {
    this.keys = keys;
  }

  /** All keys, the newest first; the first request makes one. */
  @GET
  @Needs(Capability.TRANSFER_READ)
  @OwnerlessRows("keys are the hub's own")
  public List<RecipientKeys.ListedKey> keys() {
    keys.active();
    return keys.list();
  }

  /** Makes a new key the active one. */
  @POST
  @Needs(Capability.KEY_ROTATE)
  @OwnerlessRows("keys are the hub's own")
  public Map<String, String> rotate() {
    RecipientKey key = keys.rotate();
    return Map.of("key_id", key.id(), "public_key", key.publicKey().text());
  }

  /** Revokes a key. */
  @POST
  @Path("/{id}/revocation")
  @Needs(Capability.KEY_ROTATE)
  @OwnerlessRows("keys are the hub's own")
  public void revoke(@PathParam("id") String id) {
    if (!keys.revoke(id)) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
  }
}

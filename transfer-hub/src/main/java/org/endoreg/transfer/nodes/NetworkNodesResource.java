package org.endoreg.transfer.nodes;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.endoreg.contracts.Capability;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Lists nodes. Like every transfer route it is reached on a central hub only. */
@Path("/api/transfer/nodes")
@Produces(MediaType.APPLICATION_JSON)
public class NetworkNodesResource {
  private static final int MOST = 500;

  private final Callers callers;
  private final Jdbi jdbi;

  NetworkNodesResource(Callers callers, Jdbi jdbi) {
    this.callers = callers;
    this.jdbi = jdbi;
  }

  /** Nodes owned by the caller's centers, at most 500, by key. */
  @GET
  @Needs(Capability.TRANSFER_READ)
  public List<NetworkNode> nodes() {
    return read(callers.current().scope());
  }

  private List<NetworkNode> read(CenterScope scope) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT node_key, display_name, role, base_url, is_active, owning_center_key
                    FROM network_node WHERE owning_center_key = ANY(:centers)
                    ORDER BY node_key LIMIT :most
                    """)
                .bind("centers", scope.keys())
                .bind("most", MOST)
                .map(
                    (row, context) ->
                        new NetworkNode(
                            row.getString("node_key"),
                            row.getString("display_name"),
                            row.getString("role"),
                            row.getString("base_url"),
                            row.getBoolean("is_active"),
                            row.getString("owning_center_key")))
                .list());
  }

  /** A node without its secret. */
  public record NetworkNode(
      String nodeKey,
      String displayName,
      String role,
      @Nullable String baseUrl,
      boolean isActive,
      @Nullable String owningCenterKey) {}
}

package org.endoreg.transfer.gate;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.NodeAuthentication;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.transfer.nodes.NetworkNode;
import org.endoreg.transfer.nodes.NodeCredentials;
import org.endoreg.transfer.nodes.NodeRole;
import org.endoreg.transfer.nodes.ProvenNode;
import org.jspecify.annotations.Nullable;

/**
 * Lets nodes in, in this order: transport, client certificate, node and secret, certificate of that
 * node. Nothing of the body has been read, so a stranger learns the same whatever they ask for.
 */
@ApplicationScoped
class TransferGate implements NodeAuthentication {
  private static final int LONGEST_HEADER = 255;
  private static final String NO_CERTIFICATE = "none";

  private final Connections connections;
  private final NodeCredentials credentials;
  private final CurrentVertxRequest current;
  private final Refusals refusals;

  TransferGate(
      Connections connections,
      NodeCredentials credentials,
      CurrentVertxRequest current,
      Refusals refusals) {
    this.connections = connections;
    this.credentials = credentials;
    this.current = current;
    this.refusals = refusals;
  }

  @Override
  public Caller authenticate(ContainerRequestContext request) {
    HttpServerRequest connection = current.getCurrent().request();
    Connections.Evidence evidence = connections.evidenceOf(connection);
    if (!evidence.secure()) {
      throw refused(ProblemCode.SECURE_TRANSPORT_REQUIRED, "insecure_transport", NO_CERTIFICATE);
    }
    String fingerprint =
        evidence
            .certificate()
            .orElseThrow(
                () ->
                    refused(
                        ProblemCode.MUTUAL_TLS_REQUIRED, "no_client_certificate", NO_CERTIFICATE));
    ProvenNode proven =
        credentials
            .prove(header(request, "X-Network-Node-Key"), header(request, "X-Network-Node-Secret"))
            .filter(known -> known.node().role() == NodeRole.SITE_NODE)
            .orElseThrow(() -> refused(ProblemCode.NODE_REFUSED, "node_or_secret", fingerprint));
    if (!proven.isBound(fingerprint)) {
      throw refused(
          ProblemCode.NODE_CERTIFICATE_MISMATCH, "node_certificate_mismatch", fingerprint);
    }
    NetworkNode node = proven.node();
    CenterKey center =
        node.owner()
            .orElseThrow(
                () -> refused(ProblemCode.NODE_WITHOUT_CENTER, "node_without_center", fingerprint));
    return new Caller(
        Caller.Kind.NODE,
        node.nodeKey(),
        node.displayName(),
        Set.of(),
        EnumSet.noneOf(Capability.class),
        CenterScope.of(center));
  }

  private static String header(ContainerRequestContext request, String name) {
    @Nullable String value = request.getHeaderString(name);
    return value == null || value.length() > LONGEST_HEADER ? "" : value;
  }

  private ProblemException refused(ProblemCode code, String reason, String certificate) {
    refusals.add(reason, certificate, Instant.now());
    return new ProblemException(code);
  }
}

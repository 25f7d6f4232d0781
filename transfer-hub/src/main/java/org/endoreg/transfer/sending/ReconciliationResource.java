package org.endoreg.transfer.sending;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.startup.HubSettings;
import org.jspecify.annotations.Nullable;

/** Compares, page by page, what this site believes of its transfers with what its hub says. */
@Path("/api/transfer/outbound/reconciliation")
@Produces(MediaType.APPLICATION_JSON)
public class ReconciliationResource {
  private static final int LARGEST_PAGE = 500;

  private final Callers callers;
  private final OutboundTransfers transfers;
  private final HubLinks links;
  private final SenderSettings settings;
  private final String ownKey;

  ReconciliationResource(
      Callers callers,
      OutboundTransfers transfers,
      HubLinks links,
      SenderSettings settings,
      HubSettings hub) {
    this.callers = callers;
    this.transfers = transfers;
    this.links = links;
    this.settings = settings;
    this.ownKey = hub.transfer().nodeKey();
  }

  /** Differences among the next transfer keys; {@code next} goes into {@code after}. */
  @GET
  @Needs(Capability.TRANSFER_READ)
  public Report compare(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("200") int limit) {
    int size = Math.min(Math.max(limit, 1), LARGEST_PAGE);
    CenterScope scope = callers.current().scope();
    List<LedgerEntry> here = transfers.ledgerPage(scope, settings.targetNodeKey(), after, size);
    @Nullable String reached = here.size() == size ? here.get(here.size() - 1).transferKey() : null;
    Reconciliation compared =
        Reconciliation.of(new Reconciliation.PageOf<>(here, reached), hubPage(scope, after, size));
    List<Row> differences = compared.findings().stream().map(ReconciliationResource::row).toList();
    return new Report(
        ownKey,
        settings.targetNodeKey(),
        compared.compared(),
        compared.compared() - compared.findings().size(),
        differences,
        compared.next());
  }

  private Reconciliation.PageOf<HubEntry> hubPage(CenterScope scope, String after, int size) {
    try {
      JsonNode page = links.open().transfers(after, size);
      List<HubEntry> rows = new ArrayList<>();
      for (JsonNode row : page.path("transfers")) {
        HubEntry entry = HubEntry.of(row);
        if (entry.isWithin(scope)) {
          rows.add(entry);
        }
      }
      String next = page.path("next").isTextual() ? page.path("next").asText() : "";
      return new Reconciliation.PageOf<>(rows, next.compareTo(after) > 0 ? next : null);
    } catch (HubAway | TransferFailed noAnswer) {
      throw new ProblemException(ProblemCode.HUB_UNAVAILABLE);
    }
  }

  private static Row row(Reconciliation.Finding finding) {
    @Nullable LedgerEntry here = finding.here();
    @Nullable HubEntry hub = finding.hub();
    return new Row(
        finding.transferKey(),
        finding.difference().wireName(),
        here == null ? null : here.id(),
        hub == null ? null : hub.id(),
        here == null ? text(hub == null ? null : hub.centerKey()) : here.center().value(),
        here == null ? text(hub == null ? null : hub.resourceKind()) : here.kind().wireName(),
        here == null ? null : here.status().wireName(),
        hub == null ? null : hub.status(),
        hub == null ? null : hub.mediaStatus(),
        here == null ? null : here.processedSha256().value(),
        hub == null ? null : hub.processedSha256());
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** One page of the comparison. */
  public record Report(
      String nodeKey,
      String targetNodeKey,
      int compared,
      int agreeing,
      List<Row> differences,
      @Nullable String next) {}

  /** One transfer the two disagree about; digests are of the processed artifact. */
  public record Row(
      String transferKey,
      String difference,
      @Nullable UUID outboundId,
      @Nullable String hubId,
      String centerKey,
      String resourceKind,
      @Nullable String localStatus,
      @Nullable String hubStatus,
      @Nullable String hubMediaStatus,
      @Nullable String localSha256,
      @Nullable String hubSha256) {}
}

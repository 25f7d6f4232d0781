package org.endoreg.knowledge.catalogue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.knowledge.request.DisplayLanguage;
import org.endoreg.knowledge.request.Page;
import org.endoreg.knowledge.request.RowId;
import org.endoreg.knowledge.terminology.Kind;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The reporting graph over HTTP: what may be examined, found, classified and chosen. Answers are
 * plain lists, as existing clients expect them.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class CatalogueResource {
  private static final int LARGEST_PAGE = 500;

  private final Catalogue catalogue;

  CatalogueResource(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** All examinations. */
  @GET
  @Path("examinations")
  @Needs(Capability.KNOWLEDGE_READ)
  public List<CatalogueEntry> examinations(
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @QueryParam("lang") @Nullable String lang) {
    return catalogue.all(Kind.EXAMINATION, page(limit, offset), DisplayLanguage.of(lang));
  }

  /** Findings that may be reported in an examination. */
  @GET
  @Path("examinations/{id}/findings")
  @Needs(Capability.KNOWLEDGE_READ)
  public List<CatalogueEntry> findings(
      @PathParam("id") String id,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @QueryParam("lang") @Nullable String lang) {
    return found(
        catalogue.referringTo(
            Kind.EXAMINATION,
            RowId.of("id", id),
            Kind.FINDING,
            "examinations",
            page(limit, offset),
            DisplayLanguage.of(lang)));
  }

  /** Classifications that describe a finding. */
  @GET
  @Path("findings/{id}/classifications")
  @Needs(Capability.KNOWLEDGE_READ)
  public List<CatalogueEntry> classifications(
      @PathParam("id") String id,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @QueryParam("lang") @Nullable String lang) {
    return found(
        catalogue.referringTo(
            Kind.FINDING,
            RowId.of("id", id),
            Kind.FINDING_CLASSIFICATION,
            "findings",
            page(limit, offset),
            DisplayLanguage.of(lang)));
  }

  /** Values a classification offers, with what each still asks for. */
  @GET
  @Path("classifications/{id}/choices")
  @Needs(Capability.KNOWLEDGE_READ)
  public List<CatalogueEntry> choices(
      @PathParam("id") String id,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @QueryParam("lang") @Nullable String lang) {
    return found(
        catalogue.referredBy(
            Kind.FINDING_CLASSIFICATION,
            RowId.of("id", id),
            Kind.FINDING_CLASSIFICATION_CHOICE,
            "choices",
            page(limit, offset),
            DisplayLanguage.of(lang)));
  }

  private static Page page(@Nullable String limit, @Nullable String offset) {
    return Page.of(limit, offset, LARGEST_PAGE, LARGEST_PAGE);
  }

  private static List<CatalogueEntry> found(Optional<List<CatalogueEntry>> entries) {
    return entries.orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }
}

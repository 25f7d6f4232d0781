package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.FromNode;
import org.endoreg.platform.http.BulkBody;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.transfer.envelope.MediaEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * The routes other nodes send by: register, ask, and hand over the sealed media, either in one form
 * as the reference system does or resumable piece by piece.
 */
@Path("/api/media/hub/transfers")
@Produces(MediaType.APPLICATION_JSON)
public class TransferResource {
  private static final int LARGEST_ENVELOPE = 65_536;
  private static final int LARGEST_PAGE = 500;

  private final Registrations registrations;
  private final MediaIntake media;
  private final TransferJobs jobs;
  private final Acknowledgements acknowledgements;
  private final Callers callers;
  private final TransferSettings settings;
  private final ObjectMapper mapper;

  TransferResource(
      Registrations registrations,
      MediaIntake media,
      TransferJobs jobs,
      Acknowledgements acknowledgements,
      Callers callers,
      TransferSettings settings,
      ObjectMapper mapper) {
    this.registrations = registrations;
    this.media = media;
    this.jobs = jobs;
    this.acknowledgements = acknowledgements;
    this.callers = callers;
    this.settings = settings;
    this.mapper = mapper;
  }

  /** Registers a transfer: 201 for a new one, 200 for the same again. */
  @POST
  @FromNode
  @Consumes(MediaType.APPLICATION_JSON)
  public Response register(InputStream body) throws IOException {
    Registrations.Registered registered =
        registrations.register(
            callers.current(), new BoundedBody(body, settings.maxRegistrationBytes()));
    return Response.status(registered.created() ? 201 : 200)
        .entity(acknowledgements.of(registered.job()))
        .build();
  }

  /** The node's own transfers by key, so that it can compare its ledger with this one. */
  @GET
  @FromNode
  public Response transfers(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("200") int limit) {
    Caller node = callers.current();
    int size = Math.min(Math.max(limit, 1), LARGEST_PAGE);
    List<TransferJob> page = jobs.pageOfNode(node.scope(), node.subject(), after, size);
    ObjectNode answer = mapper.createObjectNode();
    ArrayNode rows = answer.putArray("transfers");
    page.forEach(job -> rows.add(acknowledgements.brief(job)));
    answer.put("next", page.size() == size ? page.get(size - 1).transferKey() : null);
    return Response.ok(answer).header("Cache-Control", "no-store").build();
  }

  /** Where a transfer stands. */
  @GET
  @Path("/{key}/status")
  @FromNode
  public Response status(@PathParam("key") String key) throws IOException {
    return answer(200, media.progress(callers.current(), key));
  }

  /** Takes envelope and ciphertext as one form; 202 until the worker applied it. */
  @POST
  @Path("/{key}/media")
  @FromNode
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @BulkBody
  public Response media(
      @PathParam("key") String key,
      @HeaderParam("Content-Type") String contentType,
      InputStream body)
      throws IOException {
    MediaForm form =
        MediaForm.read(
            contentType,
            body,
            (envelope, ciphertext) -> {
              MediaIntake.Progress before = media.expect(callers.current(), key, parsed(envelope));
              return before.isComplete() || before.offset() > 0
                  ? before
                  : media.append(callers.current(), key, 0, ciphertext);
            });
    return answer(form.progress().job().receipt() == null ? 202 : 200, form.progress());
  }

  /** Binds a transfer to an envelope; its ciphertext follows by PATCH from the told offset. */
  @PUT
  @Path("/{key}/media")
  @FromNode
  @Consumes(MediaType.APPLICATION_JSON)
  public Response envelope(@PathParam("key") String key, InputStream body) throws IOException {
    JsonNode sent = mapper.readTree(new BoundedBody(body, LARGEST_ENVELOPE));
    requireRole(sent.path("media_role").asText());
    return answer(200, media.expect(callers.current(), key, sent));
  }

  /** How much of the ciphertext is here. */
  @HEAD
  @Path("/{key}/media")
  @FromNode
  public Response offset(@PathParam("key") String key) throws IOException {
    return withOffset(Response.ok(), media.progress(callers.current(), key)).build();
  }

  /** Goes on with the ciphertext. */
  @PATCH
  @Path("/{key}/media")
  @FromNode
  @Consumes("application/offset+octet-stream")
  @BulkBody
  public Response append(
      @PathParam("key") String key,
      @HeaderParam("Upload-Offset") @Nullable Long offset,
      InputStream body)
      throws IOException {
    if (offset == null || offset < 0) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER, Map.of());
    }
    MediaIntake.Progress progress = media.append(callers.current(), key, offset, body);
    return withOffset(Response.noContent(), progress).build();
  }

  static void requireRole(String role) {
    if (!role.equals(MediaEnvelope.MEDIA_ROLE)) {
      throw new ProblemException(ProblemCode.MEDIA_ROLE_REFUSED);
    }
  }

  private JsonNode parsed(String envelope) throws IOException {
    return mapper.readTree(envelope);
  }

  private Response answer(int status, MediaIntake.Progress progress) {
    return withOffset(Response.status(status).entity(acknowledgements.of(progress.job())), progress)
        .build();
  }

  private static Response.ResponseBuilder withOffset(
      Response.ResponseBuilder answer, MediaIntake.Progress progress) {
    return answer
        .header("Upload-Offset", progress.offset())
        .header("Upload-Length", progress.length())
        .header("Cache-Control", "no-store");
  }
}

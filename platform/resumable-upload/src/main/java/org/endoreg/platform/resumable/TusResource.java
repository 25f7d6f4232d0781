package org.endoreg.platform.resumable;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.http.BulkBody;
import org.endoreg.platform.problem.Problem;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.sql.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * tus 1.0.0 with creation, creation-with-upload, expiration, checksum, termination and
 * concatenation. Each answer about a completed upload names its job. The metadata of an upload is
 * not told back, as the protocol would have it, because file names are not kept.
 */
@Path(TusResource.PATH)
public class TusResource {
  static final String PATH = "/api/uploads";
  static final String VERSION = "1.0.0";

  private static final String EXTENSIONS =
      "creation,creation-with-upload,expiration,checksum,termination,concatenation";
  private static final String CONTENT_TYPE = "application/offset+octet-stream";

  private final Reception reception;
  private final Callers callers;
  private final ResumableSettings settings;
  private final DraftProtocol draft;

  TusResource(
      Reception reception, Callers callers, ResumableSettings settings, DraftProtocol draft) {
    this.draft = draft;
    this.reception = reception;
    this.callers = callers;
    this.settings = settings;
  }

  /** What this server speaks. */
  @OPTIONS
  @Needs(Capability.UPLOAD_WRITE)
  public Response options() {
    Response.ResponseBuilder answer = Response.noContent();
    if (settings.ietfDraft()) {
      answer.header("Accept-Patch", DraftProtocol.PARTIAL).header("Upload-Limit", draft.limits());
    }
    return answer
        .header("Tus-Version", VERSION)
        .header("Tus-Max-Size", settings.maxBytes())
        .header("Tus-Extension", EXTENSIONS)
        .header("Tus-Checksum-Algorithm", ChunkChecksum.ALGORITHMS)
        .build();
  }

  /** The same for one upload. */
  @OPTIONS
  @Path("/{id}")
  @Needs(Capability.UPLOAD_WRITE)
  public Response optionsOfOne(@PathParam("id") String id) {
    return options();
  }

  /** Begins an upload, with its first bytes when the body has the content type for it. */
  @POST
  @BulkBody
  @Needs(Capability.UPLOAD_WRITE)
  public Response create(
      @Context HttpHeaders headers,
      @Context UriInfo uri,
      @Context RoutingContext connection,
      InputStream body) {
    return answer(connection, () -> created(headers, uri, body));
  }

  /** How far an upload is. */
  @HEAD
  @Path("/{id}")
  @Needs(Capability.UPLOAD_WRITE)
  public Response head(
      @PathParam("id") String id,
      @Context HttpHeaders headers,
      @Context RoutingContext connection) {
    return answer(
        connection,
        () -> {
          if (draft.isSpoken(headers)) {
            return draft.tell(scope(), id(id));
          }
          requireVersion(headers);
          ResumableUpload upload = reception.tell(scope(), id(id));
          return TusAnswers.state(Response.ok(), upload)
              .header("Upload-Length", upload.length())
              .header("Cache-Control", "no-store")
              .build();
        });
  }

  /** Goes on with an upload. */
  @PATCH
  @Path("/{id}")
  @BulkBody
  @Needs(Capability.UPLOAD_WRITE)
  public Response append(
      @PathParam("id") String id,
      @Context HttpHeaders headers,
      @Context RoutingContext connection,
      InputStream body) {
    return answer(
        connection,
        () -> {
          if (draft.isSpokenWithBytes(headers)) {
            return draft.append(scope(), id(id), headers, body, connection);
          }
          requireVersion(headers);
          if (!hasBytes(headers)) {
            throw new ProblemException(ProblemCode.WRONG_CONTENT_TYPE);
          }
          long offset = number(headers, "Upload-Offset");
          ResumableUpload upload = reception.append(scope(), id(id), chunk(headers, offset, body));
          return TusAnswers.state(Response.noContent(), upload).build();
        });
  }

  /** Ends an upload and removes what came of it. */
  @DELETE
  @Path("/{id}")
  @Needs(Capability.UPLOAD_WRITE)
  public Response end(
      @PathParam("id") String id,
      @Context HttpHeaders headers,
      @Context RoutingContext connection) {
    return answer(
        connection,
        () -> {
          if (!draft.isSpoken(headers)) {
            requireVersion(headers);
          }
          reception.end(scope(), id(id));
          return Response.noContent().build();
        });
  }

  private Response created(HttpHeaders headers, UriInfo uri, InputStream body) {
    String collection = uri.getRequestUri().getRawPath().replaceFirst("/$", "");
    if (draft.isSpokenWithBytes(headers)) {
      return draft.create(scope(), headers, collection, body);
    }
    requireVersion(headers);
    @Nullable String concatHeader = headers.getHeaderString("Upload-Concat");
    Concatenation concat = Concatenation.parse(concatHeader);
    UploadMetadata metadata =
        UploadMetadata.parse(headers.getHeaderString("Upload-Metadata"))
            .withIdempotencyKey(headers.getHeaderString("Idempotency-Key"));
    String told = concatHeader == null ? "" : concatHeader;
    ResumableUpload upload =
        concat.kind() == Concatenation.Kind.FINAL
            ? reception.concatenate(scope(), metadata, concat, told)
            : begun(headers, metadata, concat, told, body);
    return TusAnswers.state(Response.status(201), upload)
        .header("Location", collection + "/" + upload.id())
        .build();
  }

  private ResumableUpload begun(
      HttpHeaders headers,
      UploadMetadata metadata,
      Concatenation concat,
      String told,
      InputStream body) {
    long length = number(headers, "Upload-Length");
    boolean withBytes = hasBytes(headers);
    if (withBytes && contentLength(headers) > length) {
      throw new ProblemException(ProblemCode.CHUNK_TOO_LARGE);
    }
    ResumableUpload upload = reception.create(scope(), metadata, concat, told, length);
    if (!withBytes && length > 0) {
      return upload;
    }
    InputStream bytes = withBytes ? body : InputStream.nullInputStream();
    try {
      return reception.append(scope(), upload.id(), chunk(headers, 0, bytes));
    } catch (RuntimeException failed) {
      // Its sender was never told where it is, so nobody could go on with it.
      reception.endIfOpen(scope(), upload.id());
      throw failed;
    }
  }

  private CenterScope scope() {
    return callers.current().scope();
  }

  private static Chunk chunk(HttpHeaders headers, long offset, InputStream body) {
    return new Chunk(
        offset,
        contentLength(headers),
        ChunkChecksum.parse(headers.getHeaderString("Upload-Checksum")),
        body);
  }

  private static boolean hasBytes(HttpHeaders headers) {
    return CONTENT_TYPE.equals(headers.getHeaderString("Content-Type"));
  }

  private static long contentLength(HttpHeaders headers) {
    return headers.getHeaderString("Content-Length") == null
        ? -1
        : number(headers, "Content-Length");
  }

  private static long number(HttpHeaders headers, String name) {
    @Nullable String text = headers.getHeaderString(name);
    if (text == null || !text.matches("\\d{1,18}")) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER, Map.of(name, List.of("invalid")));
    }
    return Long.parseLong(text);
  }

  private static void requireVersion(HttpHeaders headers) {
    if (!VERSION.equals(headers.getHeaderString("Tus-Resumable"))) {
      throw new ProblemException(ProblemCode.TUS_VERSION);
    }
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
  }

  /** A request that failed may have a body nobody reads to its end; its connection is closed. */
  private static Response answer(RoutingContext connection, Supplier<Response> request) {
    try {
      return request.get();
    } catch (OffsetConflict conflict) {
      TusAnswers.dropRest(connection);
      return TusAnswers.state(
              Response.fromResponse(Problem.response(ProblemCode.OFFSET_CONFLICT, Map.of())),
              conflict.upload())
          .build();
    } catch (ProblemException problem) {
      TusAnswers.dropRest(connection);
      throw problem;
    } catch (RuntimeException failed) {
      TusAnswers.dropRest(connection);
      throw Trouble.isOfTheDatabase(failed)
          ? new ProblemException(ProblemCode.UNAVAILABLE)
          : failed;
    }
  }
}

package org.endoreg.media.videos;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.time.Instant;
import java.util.List;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.media.catalogue.Catalogue;
import org.endoreg.media.catalogue.MediaPage;
import org.endoreg.media.catalogue.Medium;
import org.endoreg.media.catalogue.MediumId;
import org.endoreg.media.streaming.Artifact;
import org.endoreg.media.streaming.ByteStreams;
import org.endoreg.media.streaming.BytesRequest;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Videos: list, details, the processed file by ranges, single frames. */
@Path("/api/media/videos")
@Produces(MediaType.APPLICATION_JSON)
public class VideosResource {
  private static final String PATH = "/api/media/videos/";
  private static final MediaType JPEG = new MediaType("image", "jpeg");
  private static final MediaType PNG = new MediaType("image", "png");
  private static final List<Variant> PICTURES = Variant.mediaTypes(JPEG, PNG).build();

  private final Catalogue catalogue;
  private final ByteStreams streams;
  private final FramePictures pictures;
  private final Callers callers;

  VideosResource(
      Catalogue catalogue, ByteStreams streams, FramePictures pictures, Callers callers) {
    this.catalogue = catalogue;
    this.streams = streams;
    this.pictures = pictures;
    this.callers = callers;
  }

  /** A page of videos, newest first. */
  @GET
  @Needs(Capability.VIDEO_READ)
  public MediaPage<VideoView> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("offset") @Nullable String offset) {
    return MediaPage.read(
        catalogue, callers.current().scope(), MediaKind.VIDEO, limit, offset, PATH, VideoView::of);
  }

  /** One video. */
  @GET
  @Path("/{id}")
  @Needs(Capability.VIDEO_READ)
  public VideoView video(@PathParam("id") String id) {
    return VideoView.of(find(id));
  }

  /** One video, under the path of the reference. */
  @GET
  @Path("/{id}/details")
  @Needs(Capability.VIDEO_READ)
  public VideoView details(@PathParam("id") String id) {
    return VideoView.of(find(id));
  }

  /**
   * The processed MP4, or the raw file for callers who may see raw media and ask with {@code
   * type=raw}.
   */
  @GET
  @Path("/{id}/stream")
  @Produces(MediaType.WILDCARD)
  @Needs(Capability.VIDEO_READ)
  public Response stream(
      @PathParam("id") String id,
      @QueryParam("type") @Nullable String type,
      @Context Request request,
      @Context HttpHeaders headers) {
    Medium video = find(id);
    return streams.answer(
        Artifact.choose(video, type, callers.current()), BytesRequest.of(request, headers));
  }

  /**
   * Frame {@code n} of the processed video, counted from 0: JPEG, or lossless PNG when asked for.
   */
  @GET
  @Path("/{id}/frames/{n}/stream")
  @Produces({"image/jpeg", "image/png"})
  @Needs(Capability.VIDEO_READ)
  public Response frame(
      @PathParam("id") String id, @PathParam("n") String number, @Context Request request) {
    Medium video = find(id);
    @Nullable Variant variant = request.selectVariant(PICTURES);
    if (variant == null) {
      throw new ProblemException(ProblemCode.NOT_ACCEPTABLE);
    }
    return pictures.picture(
        callers.current().scope(), video, frameNumber(number), variant.getMediaType().equals(PNG));
  }

  private Medium find(String id) {
    return catalogue
        .find(callers.current().scope(), MediaKind.VIDEO, MediumId.parse(id))
        .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }

  private static int frameNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
  }

  /** A video as callers see it. */
  public record VideoView(
      long id,
      CenterKey centerKey,
      String anonymizationStatus,
      @Nullable Double fps,
      @Nullable Double duration,
      @Nullable Integer frameCount,
      @Nullable Boolean variableRate,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable String codec,
      String processedVideoHash,
      long sizeBytes,
      String streamUrl,
      Instant registeredAt) {

    static VideoView of(Medium video) {
      return new VideoView(
          video.id(),
          video.centerKey(),
          "done_processing_anonymization",
          video.fps(),
          video.durationSeconds(),
          video.frameCount(),
          video.variableRate(),
          video.width(),
          video.height(),
          video.codec(),
          video.artifactSha256().value(),
          video.artifactSizeBytes(),
          PATH + video.id() + "/stream/",
          video.registeredAt());
    }
  }
}

package org.endoreg.media.videos;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ffmpeg.DecodedFrame;
import org.endoreg.ffmpeg.FrameReader;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.Timeline;
import org.endoreg.media.catalogue.Medium;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.problem.ProblemException;
import org.jboss.logging.Logger;

/**
 * Decodes one frame of the processed video on request; at most as many at once as there are
 * processors.
 */
@ApplicationScoped
public class FramePictures {
  private static final Logger LOG = Logger.getLogger(FramePictures.class);

  private final BlobVault vault;
  private final Timelines timelines;
  private final Semaphore decoders = new Semaphore(Runtime.getRuntime().availableProcessors());

  FramePictures(BlobVault vault, Timelines timelines) {
    this.vault = vault;
    this.timelines = timelines;
  }

  /**
   * The picture with its number and time.
   *
   * @throws ProblemException {@code not_found} for a number outside the video
   */
  public Response picture(CenterScope scope, Medium video, int number, boolean lossless) {
    Timeline timeline =
        timelines
            .of(scope, video.id())
            .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    if (number < 0 || number >= timeline.frameCount()) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
    byte[] picture = decode(video, timeline, number, lossless);
    return Response.ok(picture)
        .type(lossless ? "image/png" : "image/jpeg")
        .header("X-Frame-File-Type", "processed")
        .header("X-Frame-Number", number)
        .header("X-Frame-Timestamp", String.format(Locale.ROOT, "%.6f", timeline.seconds(number)))
        .header("Cache-Control", "no-store")
        .header("Vary", "Accept")
        .build();
  }

  private byte[] decode(Medium video, Timeline timeline, int number, boolean lossless) {
    decoders.acquireUninterruptibly();
    try (SeekableByteChannel bytes = vault.open(video.artifactBlobKey());
        FrameReader reader = FrameReader.open(bytes, timeline, 1);
        DecodedFrame frame = reader.frame(number)) {
      return lossless ? frame.png() : frame.jpeg();
    } catch (NoSuchFileException missing) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    } catch (IOException | MediaFailure damaged) {
      LOG.errorf("blob %s cannot be decoded at frame %d", video.artifactBlobKey(), number);
      throw new ProblemException(ProblemCode.INTERNAL_ERROR);
    } finally {
      decoders.release();
    }
  }
}

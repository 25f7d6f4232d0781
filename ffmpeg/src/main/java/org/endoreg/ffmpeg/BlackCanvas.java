package org.endoreg.ffmpeg;

import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.endoreg.ffmpeg.MediaFailure.Reason;

/**
 * A picture that is born black and into which only the visible region of each source frame is
 * copied. Pixels outside that region are never read, so no mask has to be trusted to hide them.
 */
final class BlackCanvas implements AutoCloseable {
  private static final int NEUTRAL_CHROMA = 128;

  private final AVFrame canvas;
  private final AVFrame converted;
  private final ColourRange range;
  private final Roi visible;
  private final PictureConverter converter = new PictureConverter();

  /**
   * @param visible shrunk to even coordinates, because one chroma sample covers two by two pixels
   *     and must not mix in what lies outside
   */
  BlackCanvas(int width, int height, ColourRange range, Roi visible) throws MediaFailure {
    this.range = range;
    this.visible = evenInside(visible.clamped(width, height));
    this.canvas = PictureConverter.emptyFrame(width, height, avutil.AV_PIX_FMT_YUV420P, range);
    this.converted =
        PictureConverter.emptyFrame(
            this.visible.width(), this.visible.height(), avutil.AV_PIX_FMT_YUV420P, range);
    fill(new Roi(0, 0, width, height));
  }

  /** The region that shows, with even coordinates. */
  Roi visible() {
    return visible;
  }

  /** Paints the visible part of a frame and blackens regions of it; valid until the next call. */
  AVFrame paint(AVFrame source, List<Roi> blackouts) throws MediaFailure {
    Native.check(avutil.av_frame_make_writable(canvas), Reason.ENCODE_FAILED, "reuse canvas");
    if (source.width() < visible.right() || source.height() < visible.bottom()) {
      throw new MediaFailure(Reason.UNREADABLE, "picture size changes within the video");
    }
    if (blackouts.stream().noneMatch(this::hidesAll)) {
      copyVisible(source);
    }
    for (Roi blackout : blackouts) {
      blacken(blackout);
    }
    return canvas;
  }

  private boolean hidesAll(Roi area) {
    return area.x() <= visible.x()
        && area.y() <= visible.y()
        && area.right() >= visible.right()
        && area.bottom() >= visible.bottom();
  }

  private void copyVisible(AVFrame source) throws MediaFailure {
    AVFrame part = DecodedFrame.cropped(source, visible);
    try {
      if (isReady(source)) {
        copyPlanes(part);
      } else {
        // the converter must not be told the crop again
        converter.convertInto(part, converted);
        copyPlanes(converted);
      }
    } finally {
      avutil.av_frame_free(part);
    }
  }

  private boolean isReady(AVFrame source) {
    boolean planar =
        source.format() == avutil.AV_PIX_FMT_YUV420P
            || source.format() == avutil.AV_PIX_FMT_YUVJ420P;
    boolean full =
        source.color_range() == avutil.AVCOL_RANGE_JPEG
            || source.format() == avutil.AV_PIX_FMT_YUVJ420P;
    return planar && full == (range == ColourRange.FULL);
  }

  private void copyPlanes(AVFrame part) {
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      avutil.av_image_copy_plane(
          at(plane, visible.x() >> shift, visible.y() >> shift),
          canvas.linesize(plane),
          part.data(plane),
          part.linesize(plane),
          visible.width() >> shift,
          visible.height() >> shift);
    }
  }

  private void blacken(Roi area) {
    if (area.x() < canvas.width() && area.y() < canvas.height()) {
      fill(evenAround(area.clamped(canvas.width(), canvas.height())));
    }
  }

  private void fill(Roi area) {
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      int value = plane == 0 ? range.black() : NEUTRAL_CHROMA;
      int columns = area.width() >> shift;
      for (int row = area.y() >> shift; row < area.bottom() >> shift; row++) {
        Pointer.memset(at(plane, area.x() >> shift, row), value, columns);
      }
    }
  }

  private BytePointer at(int plane, int column, int row) {
    return canvas.data(plane).getPointer((long) row * canvas.linesize(plane) + column);
  }

  private static Roi evenInside(Roi area) {
    int x = area.x() + (area.x() & 1);
    int y = area.y() + (area.y() & 1);
    return new Roi(x, y, (area.right() & ~1) - x, (area.bottom() & ~1) - y);
  }

  private static Roi evenAround(Roi area) {
    int x = area.x() & ~1;
    int y = area.y() & ~1;
    return new Roi(x, y, (area.right() + 1 & ~1) - x, (area.bottom() + 1 & ~1) - y);
  }

  @Override
  public void close() {
    avutil.av_frame_free(converted);
    avutil.av_frame_free(canvas);
    converter.close();
  }
}

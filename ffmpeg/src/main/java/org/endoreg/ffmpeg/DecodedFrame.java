package org.endoreg.ffmpeg;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.endoreg.ffmpeg.MediaFailure.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One decoded picture in native memory together with its identity in the source. Converting is done
 * only when asked for. Close it to free the memory; a frame handed to a callback is closed by the
 * caller and must not be kept. Not safe for concurrent use.
 */
public final class DecodedFrame implements AutoCloseable {
  private final int number;
  private final long pts;
  private final TimeBase timeBase;
  private final AVFrame picture;
  private final StillEncoder stills;
  private @Nullable AVFrame grey;
  private boolean closed;

  /** Takes its own reference to the native picture. */
  DecodedFrame(int number, long pts, TimeBase timeBase, AVFrame picture, StillEncoder stills) {
    this.number = number;
    this.pts = pts;
    this.timeBase = timeBase;
    this.picture = avutil.av_frame_clone(picture);
    this.stills = stills;
  }

  /** Frame number in presentation order, from zero. */
  public int number() {
    return number;
  }

  /** Presentation time stamp in ticks of {@link #timeBase()}. */
  public long pts() {
    return pts;
  }

  /** The stream's time base. */
  public TimeBase timeBase() {
    return timeBase;
  }

  /** Presentation time in seconds on the stream clock. */
  public double seconds() {
    return timeBase.seconds(pts);
  }

  /** Width in pixels. */
  public int width() {
    return picture.width();
  }

  /** Height in pixels. */
  public int height() {
    return picture.height();
  }

  /** JPEG bytes of the whole picture, full range, quality scale 2. */
  public byte[] jpeg() throws MediaFailure {
    return stills.jpeg(picture);
  }

  /** PNG bytes of the whole picture as RGB, without further loss. */
  public byte[] png() throws MediaFailure {
    return stills.png(picture);
  }

  /**
   * Luma of one pixel, 0 to 255, in the range of the source (black is 16 or 0). For many pixels use
   * {@link #lumaPlane(Roi)}.
   */
  public int luma(int x, int y) throws MediaFailure {
    return lumaPlane(new Roi(x, y, 1, 1))[0] & 0xFF;
  }

  /**
   * Luma of a region, row after row without gaps, one unsigned byte per pixel. The region is
   * clamped to the picture, so the array may be smaller than the region asked for.
   */
  public byte[] lumaPlane(Roi region) throws MediaFailure {
    Roi area = region.clamped(width(), height());
    AVFrame source = lumaSource();
    byte[] plane = new byte[area.width() * area.height()];
    BytePointer rows = source.data(0);
    for (int row = 0; row < area.height(); row++) {
      long offset = (long) (area.y() + row) * source.linesize(0) + area.x();
      rows.position(offset).get(plane, row * area.width(), area.width());
    }
    return plane;
  }

  /** The highest luma anywhere outside this region; 0 when the region covers the picture. */
  public int brightestOutside(Roi region) throws MediaFailure {
    AVFrame source = lumaSource();
    BytePointer rows = source.data(0);
    byte[] line = new byte[width()];
    int brightest = 0;
    for (int row = 0; row < height(); row++) {
      rows.position((long) row * source.linesize(0)).get(line);
      boolean crosses = row >= region.y() && row < region.bottom();
      int gapStart = crosses ? Math.min(region.x(), line.length) : line.length;
      int gapEnd = crosses ? Math.min(region.right(), line.length) : line.length;
      brightest = Math.max(brightest, brightest(line, 0, gapStart));
      brightest = Math.max(brightest, brightest(line, gapEnd, line.length));
    }
    return brightest;
  }

  private static int brightest(byte[] line, int from, int to) {
    int brightest = 0;
    for (int column = from; column < to; column++) {
      brightest = Math.max(brightest, line[column] & 0xFF);
    }
    return brightest;
  }

  /** The whole picture as an 8-bit RGB image. */
  public BufferedImage toBufferedImage() throws MediaFailure {
    return toBufferedImage(Roi.EVERYWHERE);
  }

  /** A region, clamped to the picture, as an 8-bit RGB image (TYPE_3BYTE_BGR). */
  public BufferedImage toBufferedImage(Roi region) throws MediaFailure {
    Roi area = region.clamped(width(), height());
    AVFrame part = cropped(picture, area);
    AVFrame bgr = null;
    try {
      bgr = stills.converter().convert(part, avutil.AV_PIX_FMT_BGR24, ColourRange.FULL);
      return imageOf(bgr);
    } finally {
      avutil.av_frame_free(bgr);
      avutil.av_frame_free(part);
    }
  }

  private static BufferedImage imageOf(AVFrame bgr) {
    BufferedImage image =
        new BufferedImage(bgr.width(), bgr.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    BytePointer rows = bgr.data(0);
    int rowBytes = bgr.width() * 3;
    for (int row = 0; row < bgr.height(); row++) {
      rows.position((long) row * bgr.linesize(0)).get(pixels, row * rowBytes, rowBytes);
    }
    return image;
  }

  /** A new reference to a part of a picture; the caller frees it. No pixel is copied. */
  static AVFrame cropped(AVFrame picture, Roi area) throws MediaFailure {
    AVFrame part = avutil.av_frame_clone(picture);
    part.crop_left(area.x());
    part.crop_top(area.y());
    part.crop_right(picture.width() - area.right());
    part.crop_bottom(picture.height() - area.bottom());
    int code = avutil.av_frame_apply_cropping(part, avutil.AV_FRAME_CROP_UNALIGNED);
    if (code < 0) {
      avutil.av_frame_free(part);
      Native.check(code, Reason.UNSUPPORTED_CODEC, "crop picture");
    }
    return part;
  }

  AVFrame picture() {
    return picture;
  }

  /** The picture itself when its first plane is 8-bit luma, else a grey copy made once. */
  private AVFrame lumaSource() throws MediaFailure {
    if (hasByteLuma(picture)) {
      return picture;
    }
    if (grey == null) {
      grey = stills.converter().convert(picture, avutil.AV_PIX_FMT_GRAY8, ColourRange.FULL);
    }
    return grey;
  }

  private static boolean hasByteLuma(AVFrame frame) {
    AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(frame.format());
    boolean colours = (format.flags() & avutil.AV_PIX_FMT_FLAG_RGB) != 0;
    boolean palette = (format.flags() & avutil.AV_PIX_FMT_FLAG_PAL) != 0;
    return !colours && !palette && format.comp(0).depth() == 8 && format.comp(0).step() == 1;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    avutil.av_frame_free(grey);
    avutil.av_frame_free(picture);
  }
}

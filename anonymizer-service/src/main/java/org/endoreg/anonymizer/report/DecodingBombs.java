package org.endoreg.anonymizer.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Looks for streams that unpack to far more than they hold, before any parser touches the file: the
 * parser unpacks object and cross-reference streams into memory while loading.
 */
final class DecodingBombs {
  private static final byte[] STREAM = {'s', 't', 'r', 'e', 'a', 'm'};
  private static final int ZLIB = 0x78;
  private static final int CHUNK = 64 * 1024;

  private final ReportLimits limits;
  private final Deadline deadline;

  DecodingBombs(ReportLimits limits, Deadline deadline) {
    this.limits = limits;
    this.deadline = deadline;
  }

  void refuse(byte[] pdf) {
    for (int at = next(pdf, 0); at >= 0; at = next(pdf, at + 1)) {
      int data = at + STREAM.length;
      while (data < pdf.length && (pdf[data] == '\r' || pdf[data] == '\n')) {
        data++;
      }
      if (data < pdf.length && pdf[data] == ZLIB) {
        measure(pdf, data);
      }
    }
  }

  /** Also unpacks what is packed twice, a trick to hide the ratio from a single look. */
  private void measure(byte[] pdf, int from) {
    Inflater inflater = new Inflater();
    try {
      if (drain(unpacked(pdf, from, inflater), inflater) == ZLIB) {
        inflater.reset();
        drain(new InflaterInputStream(unpacked(pdf, from, inflater)), inflater);
      }
    } finally {
      inflater.end();
    }
  }

  private static InputStream unpacked(byte[] pdf, int from, Inflater inflater) {
    return new InflaterInputStream(
        new ByteArrayInputStream(pdf, from, pdf.length - from), inflater);
  }

  /** Reads to the end and returns the first byte, or -1 when there was none. */
  private int drain(InputStream unpacked, Inflater source) {
    byte[] buffer = new byte[CHUNK];
    int first = -1;
    long total = 0;
    try (unpacked) {
      for (int n = unpacked.read(buffer); n >= 0; n = unpacked.read(buffer)) {
        first = total == 0 && n > 0 ? buffer[0] : first;
        total += n;
        deadline.check();
        boolean isBomb =
            total > limits.decodedBytes() && total / limits.decodingRatio() > source.getBytesRead();
        if (isBomb) {
          throw new RefusedContent(AnonymizationFailure.Code.LIMIT_EXCEEDED);
        }
      }
    } catch (IOException e) {
      // Not deflated, or cut off: no bomb; whether it is readable is the parser's question.
      return first;
    }
    return first;
  }

  private static int next(byte[] pdf, int from) {
    for (int i = from; i <= pdf.length - STREAM.length; i++) {
      if (pdf[i] == STREAM[0] && matches(pdf, i) && !endsStream(pdf, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] pdf, int at) {
    for (int j = 1; j < STREAM.length; j++) {
      if (pdf[at + j] != STREAM[j]) {
        return false;
      }
    }
    return true;
  }

  private static boolean endsStream(byte[] pdf, int at) {
    return at >= 3 && pdf[at - 1] == 'd' && pdf[at - 2] == 'n' && pdf[at - 3] == 'e';
  }
}

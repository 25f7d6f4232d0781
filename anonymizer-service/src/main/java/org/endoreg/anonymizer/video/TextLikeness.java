package org.endoreg.anonymizer.video;

import java.util.ArrayList;
import java.util.List;
import org.endoreg.ffmpeg.Roi;

/**
 * Finds where a picture looks like lettering, cheaply enough for every frame: many thin strokes
 * close together. Mucosa has soft gradients and single highlights, hardly ever rows of strokes;
 * whether a find really is text is decided by reading it.
 */
final class TextLikeness {
  private static final int CELL = 16;
  private static final int EDGE_PIXELS = 3;
  private static final int STRONG_EDGE = 40;
  private static final int WIDEST_STROKE = 12;
  private static final int FEWEST_STROKES = 4;
  private static final int SHORTEST_RUN = 3;
  private static final int ROW_STEP = 2;

  private final byte[] luma;
  private final int width;
  private final int columns;
  private final int rows;

  private TextLikeness(byte[] luma, int width, int height) {
    this.luma = luma;
    this.width = width;
    this.columns = width / CELL;
    this.rows = height / CELL;
  }

  /** Regions of a luma plane that look like lines or blocks of text, each with a margin. */
  static List<Roi> in(byte[] luma, int width, int height) {
    TextLikeness picture = new TextLikeness(luma, width, height);
    List<Roi> regions = new ArrayList<>();
    for (int row = 0; row < picture.rows; row++) {
      picture.addRuns(row, regions);
    }
    return regions;
  }

  /** Neighbouring cells full of strokes; one cell between them may be a blank. */
  private void addRuns(int row, List<Roi> regions) {
    int first = -1;
    int last = -1;
    for (int column = 0; column <= columns; column++) {
      if (column < columns && strokes(column, row) >= FEWEST_STROKES) {
        first = first < 0 ? column : first;
        last = column;
      } else if (first >= 0 && (column == columns || column - last > 1)) {
        if (last - first + 1 >= SHORTEST_RUN) {
          merge(withMargin(first, last, row), regions);
        }
        first = -1;
      }
    }
  }

  private Roi withMargin(int first, int last, int row) {
    int x = Math.max(0, first - 1) * CELL;
    int y = Math.max(0, row - 1) * CELL;
    int right = Math.min(columns, last + 2) * CELL;
    int bottom = Math.min(rows, row + 2) * CELL;
    return new Roi(x, y, right - x, bottom - y);
  }

  private static void merge(Roi region, List<Roi> regions) {
    Roi merged = region;
    for (int i = regions.size() - 1; i >= 0; i--) {
      if (Regions.touch(regions.get(i), merged)) {
        merged = Regions.around(regions.remove(i), merged);
      }
    }
    regions.add(merged);
  }

  /** How often the brightness rises and falls again within a stroke's width, on sampled rows. */
  private int strokes(int column, int row) {
    int strokes = 0;
    for (int y = row * CELL; y < (row + 1) * CELL; y += ROW_STEP) {
      strokes += strokesOnLine(y * width, column * CELL);
    }
    return strokes;
  }

  private int strokesOnLine(int lineStart, int from) {
    int strokes = 0;
    int rise = -1;
    int end = Math.min(from + CELL, width - EDGE_PIXELS);
    for (int x = Math.max(0, from - WIDEST_STROKE); x < end; x++) {
      int step = (luma[lineStart + x + EDGE_PIXELS] & 0xFF) - (luma[lineStart + x] & 0xFF);
      if (step > STRONG_EDGE) {
        rise = x;
      } else if (step < -STRONG_EDGE && rise >= 0) {
        strokes += x >= from && x - rise <= WIDEST_STROKE ? 1 : 0;
        rise = -1;
      }
    }
    return strokes;
  }
}

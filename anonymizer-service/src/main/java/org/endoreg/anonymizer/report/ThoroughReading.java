package org.endoreg.anonymizer.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;
import org.endoreg.anonymizer.ocr.OcrReader;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.ocr.OcrWord;
import org.endoreg.anonymizer.ocr.PageMode;

/**
 * Reads a gray page as scanned paper: the grain of the paper is wiped off first, because on a
 * nearly empty page the reader's global threshold falls into the grain and it sees only dirt
 * (measured: no word of a single line without, all with). A page that then seems empty is read
 * again unwiped, in case its print is as pale as the grain.
 */
final class ThoroughReading {
  private static final int FEW_CHARACTERS = 60;
  private static final int SHADES = 256;
  // Four standard deviations of common scanner noise (about 10 shades).
  private static final int GRAIN = 40;
  // Rendered pages have one exact paper shade and nothing to wipe.
  private static final double EXACT_PAPER = 0.6;
  private static final int DARKEST_PAPER = 128;

  private ThoroughReading() {}

  static List<OcrWord> of(OcrReader ocr, BufferedImage page) throws OcrUnavailableException {
    byte[] original = pixels(page).clone();
    boolean wiped = wipePaper(page);
    List<OcrWord> words = ocr.read(page, PageMode.PAGE);
    if (!wiped || characters(words) >= FEW_CHARACTERS) {
      return words;
    }
    byte[] clean = pixels(page).clone();
    System.arraycopy(original, 0, pixels(page), 0, original.length);
    List<OcrWord> pale = ocr.read(page, PageMode.PAGE);
    System.arraycopy(clean, 0, pixels(page), 0, clean.length);
    return characters(pale) > characters(words) ? pale : words;
  }

  /** Makes everything as bright as the paper white; says whether there was anything to do. */
  private static boolean wipePaper(BufferedImage page) {
    byte[] pixels = pixels(page);
    int[] histogram = new int[SHADES];
    for (byte pixel : pixels) {
      histogram[pixel & 0xff]++;
    }
    int paper = 0;
    for (int shade = 0; shade < SHADES; shade++) {
      paper = histogram[shade] >= histogram[paper] ? shade : paper;
    }
    if (paper < DARKEST_PAPER || histogram[paper] > EXACT_PAPER * pixels.length) {
      return false;
    }
    for (int i = 0; i < pixels.length; i++) {
      if ((pixels[i] & 0xff) >= paper - GRAIN) {
        pixels[i] = (byte) 0xff;
      }
    }
    return true;
  }

  private static byte[] pixels(BufferedImage page) {
    return ((DataBufferByte) page.getRaster().getDataBuffer()).getData();
  }

  private static int characters(List<OcrWord> words) {
    return words.stream().mapToInt(word -> word.text().length()).sum();
  }
}

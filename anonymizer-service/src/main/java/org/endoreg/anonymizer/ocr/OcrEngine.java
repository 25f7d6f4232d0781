package org.endoreg.anonymizer.ocr;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.tesseract.ResultIterator;
import org.bytedeco.tesseract.TessBaseAPI;
import org.bytedeco.tesseract.global.tesseract;

/**
 * Tesseract with German data, owned by one worker thread. The bundled library is built without
 * OpenMP, so one engine uses one core; on builds with OpenMP set {@code OMP_THREAD_LIMIT=1} in the
 * service's environment, because workers already use the cores. German data alone also reads
 * English and is faster and more exact than both languages together (measured).
 */
public final class OcrEngine implements OcrReader, AutoCloseable {
  static final String LANGUAGE = "deu";
  // Rendered pages carry no resolution; 300 dpi is what pages are rendered at for reading.
  private static final int RESOLUTION = 300;

  private final TessBaseAPI api;

  private OcrEngine(TessBaseAPI api) {
    this.api = api;
  }

  /** Loads the native library and the language data; takes about half a second. */
  public static OcrEngine open(TessData data) throws OcrUnavailableException {
    try {
      TessBaseAPI api = new TessBaseAPI();
      if (api.Init(data.folder().toString(), LANGUAGE) != 0) {
        api.close();
        throw new OcrUnavailableException("Tesseract refused its German data file");
      }
      // Without this, Tesseract prints notes about single images to the process's error stream.
      api.SetVariable("debug_file", "/dev/null");
      return new OcrEngine(api);
    } catch (LinkageError e) {
      throw new OcrUnavailableException("The Tesseract native library cannot be loaded", e);
    }
  }

  @Override
  public List<OcrWord> read(BufferedImage image, PageMode mode) {
    BufferedImage gray = gray(image);
    byte[] pixels = ((DataBufferByte) gray.getRaster().getDataBuffer()).getData();
    try (BytePointer pointer = new BytePointer(pixels)) {
      api.SetPageSegMode(mode.segmentation());
      api.SetImage(pointer, gray.getWidth(), gray.getHeight(), 1, gray.getWidth());
      api.SetSourceResolution(RESOLUTION);
      if (api.Recognize(null) != 0) {
        return List.of();
      }
      return words();
    } finally {
      api.Clear();
    }
  }

  @Override
  public String version() {
    try (BytePointer version = TessBaseAPI.Version()) {
      return "tesseract " + version.getString() + " " + LANGUAGE;
    }
  }

  @Override
  public void close() {
    api.End();
    api.close();
  }

  private List<OcrWord> words() {
    List<OcrWord> words = new ArrayList<>();
    try (ResultIterator iterator = api.GetIterator()) {
      if (iterator == null || iterator.isNull()) {
        return words;
      }
      int line = -1;
      do {
        if (iterator.IsAtBeginningOf(tesseract.RIL_TEXTLINE)) {
          line++;
        }
        addWord(iterator, Math.max(0, line), words);
      } while (iterator.Next(tesseract.RIL_WORD));
      return words;
    }
  }

  private static void addWord(ResultIterator iterator, int line, List<OcrWord> words) {
    try (BytePointer text = iterator.GetUTF8Text(tesseract.RIL_WORD);
        IntPointer left = new IntPointer(1);
        IntPointer top = new IntPointer(1);
        IntPointer right = new IntPointer(1);
        IntPointer bottom = new IntPointer(1)) {
      if (text == null || text.isNull()) {
        return;
      }
      String read = text.getString(StandardCharsets.UTF_8).strip();
      tesseract.TessDeleteText(text);
      if (read.isEmpty() || !iterator.BoundingBox(tesseract.RIL_WORD, left, top, right, bottom)) {
        return;
      }
      words.add(
          new OcrWord(
              read,
              left.get(),
              top.get(),
              right.get() - left.get(),
              bottom.get() - top.get(),
              iterator.Confidence(tesseract.RIL_WORD) / 100.0,
              line));
    }
  }

  private static BufferedImage gray(BufferedImage image) {
    boolean ready =
        image.getType() == BufferedImage.TYPE_BYTE_GRAY && image.getRaster().getParent() == null;
    if (ready) {
      return image;
    }
    BufferedImage gray =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = gray.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, gray.getWidth(), gray.getHeight());
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return gray;
  }
}

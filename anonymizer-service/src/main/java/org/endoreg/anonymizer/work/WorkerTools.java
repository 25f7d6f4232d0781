package org.endoreg.anonymizer.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.endoreg.anonymizer.ocr.OcrEngine;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.ocr.TessData;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.work.WorkFailed;
import org.jspecify.annotations.Nullable;

/**
 * What workers need once per thread (text recognition is not thread-safe) or once in all (word
 * lists).
 */
@ApplicationScoped
class WorkerTools {
  private static final ThreadLocal<OcrEngine> ENGINES = new ThreadLocal<>();

  private final AnonymizerSettings settings;
  private final Supplier<Recognition> recognition = new Once();

  WorkerTools(AnonymizerSettings settings) {
    this.settings = settings;
  }

  Recognition recognition() {
    return recognition.get();
  }

  /** This thread's engine, opened on first use. */
  OcrEngine ocr() throws WorkFailed {
    @Nullable OcrEngine engine = ENGINES.get();
    if (engine != null) {
      return engine;
    }
    try {
      OcrEngine opened = OcrEngine.open(TessData.locate(settings.tessdata()));
      ENGINES.set(opened);
      return opened;
    } catch (OcrUnavailableException notInstalled) {
      throw WorkFailed.terminal(ProblemCode.OCR_UNAVAILABLE);
    }
  }

  private static final class Once implements Supplier<Recognition> {
    private @Nullable Recognition loaded;

    @Override
    public synchronized Recognition get() {
      if (loaded == null) {
        loaded = Recognition.standard();
      }
      return loaded;
    }
  }
}

package org.endoreg.anonymizer.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.MissingOperandException;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.filter.MissingImageReaderException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;

/**
 * Renders pages without annotations and form fields, which never reach the output, and stops at the
 * limits for pixels and time.
 */
final class PageRenderer {
  private static final int POINTS_PER_INCH = 72;

  private final PDDocument document;
  private final GuardedRenderer renderer;
  private final ReportLimits limits;

  PageRenderer(PDDocument document, ReportLimits limits, Deadline deadline) {
    this.document = document;
    this.limits = limits;
    this.renderer = new GuardedRenderer(document, limits, deadline);
    renderer.setAnnotationsFilter(annotation -> false);
  }

  BufferedImage render(int pageIndex, int dpi, ImageType type) throws IOException {
    PageGeometry geometry = PageGeometry.of(document.getPage(pageIndex));
    double scale = (double) dpi / POINTS_PER_INCH;
    double pixels = geometry.displayWidth() * scale * geometry.displayHeight() * scale;
    if (pixels > limits.pagePixels()) {
      throw new RefusedContent(AnonymizationFailure.Code.LIMIT_EXCEEDED);
    }
    return renderer.renderImageWithDPI(pageIndex, dpi, type);
  }

  private static final class GuardedRenderer extends PDFRenderer {
    private final ReportLimits limits;
    private final Deadline deadline;

    GuardedRenderer(PDDocument document, ReportLimits limits, Deadline deadline) {
      super(document);
      this.limits = limits;
      this.deadline = deadline;
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
      return new GuardedDrawer(parameters, limits, deadline);
    }
  }

  private static final class GuardedDrawer extends PageDrawer {
    private final ReportLimits limits;
    private final Deadline deadline;

    GuardedDrawer(PageDrawerParameters parameters, ReportLimits limits, Deadline deadline)
        throws IOException {
      super(parameters);
      this.limits = limits;
      this.deadline = deadline;
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
      deadline.check();
      super.processOperator(operator, operands);
    }

    @Override
    public void drawImage(PDImage image) throws IOException {
      if ((long) image.getWidth() * image.getHeight() > limits.pagePixels()) {
        throw new RefusedContent(AnonymizationFailure.Code.LIMIT_EXCEEDED);
      }
      super.drawImage(image);
    }

    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException failure)
        throws IOException {
      // A scan nobody can decode must not become an empty page that looks anonymized.
      if (failure instanceof MissingImageReaderException) {
        throw new RefusedContent(AnonymizationFailure.Code.UNREADABLE_SOURCE);
      }
      if (failure instanceof MissingOperandException) {
        return;
      }
      super.operatorException(operator, operands, failure);
    }
  }
}

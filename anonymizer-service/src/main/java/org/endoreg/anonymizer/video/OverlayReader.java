package org.endoreg.anonymizer.video;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.ocr.OcrReader;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.ocr.OcrWord;
import org.endoreg.anonymizer.ocr.PageMode;
import org.endoreg.ffmpeg.Roi;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the overlay says about the patient. Each field is read several times, on different
 * frames and at different sizes, and the reading seen most often counts: compression garbles single
 * frames, and a size at which an 8 looks like a 3 does so on every frame.
 */
final class OverlayReader {
  // Strips this high were read without an error on 24 generated overlays of 1080 and 720 rows;
  // from 80 px on, digits were confused.
  private static final int[] STRIP_HEIGHTS = {36, 48, 60};
  private static final int MARGIN = 12;
  private static final Pattern DATE =
      Pattern.compile("(\\d{1,2})\\s*[.,/]\\s*(\\d{1,2})\\s*[.,/]\\s*(\\d{4})");
  private static final Pattern TIME = Pattern.compile("(\\d{1,2})\\s*[:.]\\s*(\\d{2})");
  private static final Pattern NAME = Pattern.compile("[\\p{L}][\\p{L}' -]*[\\p{L}]");
  private static final Pattern SERIAL = Pattern.compile("\\d{6,10}");
  private static final Pattern MODEL = Pattern.compile("[A-Z]{2,4}-?[A-Z0-9]{2,10}");

  private final OcrReader ocr;

  OverlayReader(OcrReader ocr) {
    this.ocr = ocr;
  }

  /** The identity the overlay shows; fields that cannot be read stay unknown. */
  SensitiveMeta read(List<BufferedImage> frames, ProcessorProfile profile)
      throws OcrUnavailableException {
    Map<OverlayField, List<String>> readings = new EnumMap<>(OverlayField.class);
    for (OverlayField field : OverlayField.values()) {
      @Nullable Roi box = profile.texts().get(field);
      readings.put(field, box == null ? List.of() : texts(frames, box));
    }
    return meta(readings);
  }

  private static SensitiveMeta meta(Map<OverlayField, List<String>> readings) {
    return SensitiveMeta.builder()
        .patient(
            agreed(readings, OverlayField.PATIENT_FIRST_NAME, OverlayReader::name),
            agreed(readings, OverlayField.PATIENT_LAST_NAME, OverlayReader::name))
        .birthDate(agreed(readings, OverlayField.PATIENT_BIRTH_DATE, OverlayReader::date))
        .examination(
            agreed(readings, OverlayField.EXAMINATION_DATE, OverlayReader::date),
            agreed(readings, OverlayField.EXAMINATION_TIME, OverlayReader::time))
        .endoscope(
            agreed(readings, OverlayField.ENDOSCOPE_TYPE, text -> first(MODEL, text)),
            agreed(readings, OverlayField.ENDOSCOPE_SERIAL, text -> first(SERIAL, text)))
        .build();
  }

  private static <T> @Nullable T agreed(
      Map<OverlayField, List<String>> readings,
      OverlayField field,
      Function<String, Optional<T>> parse) {
    Map<T, Long> counts =
        readings.getOrDefault(field, List.of()).stream()
            .map(parse)
            .flatMap(Optional::stream)
            .collect(
                Collectors.groupingBy(
                    Function.identity(), LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private List<String> texts(List<BufferedImage> frames, Roi box) throws OcrUnavailableException {
    List<String> texts = new ArrayList<>();
    int readings = frames.isEmpty() ? 0 : Math.max(frames.size(), STRIP_HEIGHTS.length);
    for (int i = 0; i < readings; i++) {
      BufferedImage frame = frames.get(i % frames.size());
      texts.add(text(frame, box, STRIP_HEIGHTS[i % STRIP_HEIGHTS.length]));
    }
    return texts;
  }

  private String text(BufferedImage frame, Roi box, int height) throws OcrUnavailableException {
    Roi inside = box.clamped(frame.getWidth(), frame.getHeight());
    BufferedImage strip =
        frame.getSubimage(inside.x(), inside.y(), inside.width(), inside.height());
    return ocr.read(darkOnLight(strip, height), PageMode.SINGLE_LINE).stream()
        .map(OcrWord::text)
        .collect(Collectors.joining(" "));
  }

  /** Brought to a height, inverted and with a white border, as printed lines look. */
  private static BufferedImage darkOnLight(BufferedImage strip, int height) {
    int width = Math.max(1, strip.getWidth() * height / strip.getHeight());
    BufferedImage large =
        new BufferedImage(width + 2 * MARGIN, height + 2 * MARGIN, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = large.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(strip, MARGIN, MARGIN, width, height, null);
    graphics.dispose();
    return new RescaleOp(-1f, 255f, null).filter(large, null);
  }

  private static Optional<String> name(String text) {
    return first(NAME, text).filter(name -> name.length() > 1);
  }

  private static Optional<LocalDate> date(String text) {
    Matcher date = DATE.matcher(text);
    if (!date.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.of(number(date, 3), number(date, 2), number(date, 1)));
    } catch (DateTimeException misread) {
      return Optional.empty();
    }
  }

  private static Optional<LocalTime> time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalTime.of(number(time, 1), number(time, 2)));
    } catch (DateTimeException misread) {
      return Optional.empty();
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }
}

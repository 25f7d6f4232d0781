package org.endoreg.transfer.contract;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text per JSON value: members sorted by code point, no white space, ASCII only, numbers as
 * Python writes them. The reference system authenticates envelopes over exactly this text, so a
 * difference of one byte would break every envelope it seals.
 */
public final class CanonicalJson {
  private static final double LEAST_PLAIN = 1e-4;
  private static final double LEAST_EXPONENT = 1e16;

  private final StringBuilder text = new StringBuilder();

  private CanonicalJson() {}

  /** The canonical text of the value, as the ASCII bytes that are authenticated. */
  public static byte[] of(JsonNode value) {
    return textOf(value).getBytes(StandardCharsets.US_ASCII);
  }

  /** The canonical text of the value. */
  public static String textOf(JsonNode value) {
    CanonicalJson canonical = new CanonicalJson();
    canonical.append(value);
    return canonical.text.toString();
  }

  private void append(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> appendObject(value);
      case ARRAY -> appendArray(value);
      case STRING -> appendString(value.textValue());
      case NUMBER -> text.append(number(value));
      default -> text.append(value.asText());
    }
  }

  private void appendObject(JsonNode object) {
    Map<String, JsonNode> sorted = new TreeMap<>(CanonicalJson::byCodePoint);
    object.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
    text.append('{');
    String separator = "";
    for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
      text.append(separator);
      appendString(member.getKey());
      text.append(':');
      append(member.getValue());
      separator = ",";
    }
    text.append('}');
  }

  private void appendArray(JsonNode array) {
    text.append('[');
    String separator = "";
    for (JsonNode element : array) {
      text.append(separator);
      append(element);
      separator = ",";
    }
    text.append(']');
  }

  private void appendString(String string) {
    text.append('"');
    string.chars().forEach(this::appendCharacter);
    text.append('"');
  }

  private void appendCharacter(int character) {
    switch (character) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '\b' -> text.append("\\b");
      case '\f' -> text.append("\\f");
      default -> appendPlain(character);
    }
  }

  private void appendPlain(int character) {
    if (character >= ' ' && character < 0x7f) {
      text.append((char) character);
    } else {
      text.append(String.format("\\u%04x", character));
    }
  }

  /** Python's {@code sorted} compares code points; Java compares UTF-16 units. */
  static int byCodePoint(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    for (int i = 0; i < shorter; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        return compareFrom(pairBegins(one, other, i) ? i - 1 : i, one, other);
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  private static boolean pairBegins(String one, String other, int at) {
    return at > 0
        && Character.isHighSurrogate(one.charAt(at - 1))
        && (Character.isLowSurrogate(one.charAt(at)) || Character.isLowSurrogate(other.charAt(at)));
  }

  private static int compareFrom(int at, String one, String other) {
    return Integer.compare(one.codePointAt(at), other.codePointAt(at));
  }

  private static String number(JsonNode number) {
    return number.isIntegralNumber()
        ? number.bigIntegerValue().toString()
        : pythonText(number.doubleValue());
  }

  /** {@code repr(float)}: the shortest digits that read back, an exponent outside 1e-4 to 1e16. */
  private static String pythonText(double value) {
    double size = Math.abs(value);
    String shortest = NumberOutput.toString(value, true);
    if (value == 0) {
      return shortest;
    }
    BigDecimal exact = shortestOf(new BigDecimal(shortest).stripTrailingZeros(), value);
    if (size >= LEAST_PLAIN && size < LEAST_EXPONENT) {
      String plain = exact.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    return withExponent(exact);
  }

  /** Java never writes fewer than two digits, Python does where one is enough. */
  private static BigDecimal shortestOf(BigDecimal exact, double value) {
    BigDecimal oneDigit = exact.round(new MathContext(1));
    return oneDigit.doubleValue() == value ? oneDigit : exact;
  }

  private static String withExponent(BigDecimal exact) {
    String digits = exact.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - exact.scale();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String sign = exact.signum() < 0 ? "-" : "";
    return String.format(
        "%s%se%s%02d", sign, mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}

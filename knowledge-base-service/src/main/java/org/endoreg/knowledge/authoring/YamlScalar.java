package org.endoreg.knowledge.authoring;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Scalars by the rules of YAML 1.1, where {@code off} is a boolean, {@code 012} is ten and {@code
 * 07:00:00} is 25200. Only the standard tags are read; a tag that names a class is refused.
 */
final class YamlScalar {
  private static final Set<String> TRUE = Set.of("yes", "true", "on");
  private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.nan", Pattern.CASE_INSENSITIVE);
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.inf", Pattern.CASE_INSENSITIVE);

  /** The resolver leaves a sexagesimal with a leading zero as text; a clock time is one too. */
  private static final Pattern CLOCK_TIME = Pattern.compile("[-+]?0[0-9]*(:[0-5]?[0-9])+");

  private static final BigDecimal SIXTY = BigDecimal.valueOf(60);
  private static final int LONGEST_NUMBER = 64;

  private YamlScalar() {}

  static YamlValue of(ScalarNode node) throws YamlFault {
    int line = node.getStartMark().getLine() + 1;
    String typed = node.getValue();
    Tag tag = node.getTag();
    if (node.isPlain() && tag.equals(Tag.STR) && CLOCK_TIME.matcher(typed).matches()) {
      return number(typed, true, line);
    }
    if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP)) {
      return new YamlValue.Text(typed, line);
    }
    if (tag.equals(Tag.BOOL)) {
      return new YamlValue.Flag(TRUE.contains(typed.toLowerCase(Locale.ROOT)), typed, line);
    }
    if (tag.equals(Tag.NULL)) {
      return new YamlValue.Nothing(line);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(typed, tag.equals(Tag.INT), line);
    }
    throw new YamlFault(line, "tag " + tag.getValue() + " is not accepted here");
  }

  private static YamlValue number(String typed, boolean whole, int line) throws YamlFault {
    if (NOT_A_NUMBER.matcher(typed).matches()) {
      return new YamlValue.Nothing(line);
    }
    if (INFINITE.matcher(typed).matches() || typed.length() > LONGEST_NUMBER) {
      throw new YamlFault(line, "a number must be finite and of sensible length");
    }
    try {
      String digits = typed.replace("_", "");
      return new YamlValue.Numeral(whole ? integer(digits) : decimal(digits), typed, line);
    } catch (NumberFormatException e) {
      throw new YamlFault(line, "'" + typed + "' is not a number");
    }
  }

  private static BigDecimal integer(String typed) {
    boolean negative = typed.startsWith("-");
    String digits = negative || typed.startsWith("+") ? typed.substring(1) : typed;
    BigDecimal value = digits.contains(":") ? sexagesimal(digits) : radix(digits);
    return negative ? value.negate() : value;
  }

  private static BigDecimal radix(String digits) {
    if (digits.startsWith("0x")) {
      return new BigDecimal(new BigInteger(digits.substring(2), 16));
    }
    if (digits.startsWith("0b")) {
      return new BigDecimal(new BigInteger(digits.substring(2), 2));
    }
    boolean octal = digits.length() > 1 && digits.startsWith("0");
    return new BigDecimal(new BigInteger(digits, octal ? 8 : 10));
  }

  private static BigDecimal decimal(String typed) {
    if (!typed.contains(":")) {
      return bounded(new BigDecimal(typed));
    }
    boolean negative = typed.startsWith("-");
    String digits = negative || typed.startsWith("+") ? typed.substring(1) : typed;
    return negative ? sexagesimal(digits).negate() : sexagesimal(digits);
  }

  /** Keeps an exponent like 1e999999999 from being written out digit by digit later. */
  private static BigDecimal bounded(BigDecimal number) {
    if (Math.abs((long) number.scale()) > 300) {
      throw new NumberFormatException("exponent");
    }
    return number;
  }

  private static BigDecimal sexagesimal(String digits) {
    BigDecimal value = BigDecimal.ZERO;
    int start = 0;
    while (start <= digits.length()) {
      int colon = digits.indexOf(':', start);
      int end = colon < 0 ? digits.length() : colon;
      value = value.multiply(SIXTY).add(new BigDecimal(digits.substring(start, end)));
      start = end + 1;
    }
    return value;
  }
}

package org.endoreg.anonymizer.recognition;

import java.math.BigInteger;

/** Check digits of numbers that identify people and accounts. */
public final class CheckDigits {
  private CheckDigits() {}

  /**
   * German health insurance number: a letter, eight digits, one check digit. The letter counts as
   * its two-digit place in the alphabet; weights alternate 1, 2 with digit sums (§ 290 SGB V).
   */
  public static boolean isInsuranceNumber(String number) {
    if (!number.matches("[A-Z]\\d{9}")) {
      return false;
    }
    String digits = "%02d".formatted(number.charAt(0) - 'A' + 1) + number.substring(1, 9);
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int product = (digits.charAt(i) - '0') * (1 + i % 2);
      sum += product / 10 + product % 10;
    }
    return sum % 10 == number.charAt(9) - '0';
  }

  /** International bank account number: remainder 1 modulo 97 (ISO 13616). */
  public static boolean isIban(String written) {
    String iban = written.replaceAll("\\s", "");
    if (!iban.matches("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}")) {
      return false;
    }
    StringBuilder digits = new StringBuilder();
    String rotated = iban.substring(4) + iban.substring(0, 4);
    for (int i = 0; i < rotated.length(); i++) {
      digits.append(Character.digit(rotated.charAt(i), 36));
    }
    return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
  }

  /** Physician number LANR: seventh digit from the first six with weights 4 and 9 alternating. */
  static boolean isPhysicianNumber(String number) {
    if (!number.matches("\\d{9}")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 6; i++) {
      sum += (number.charAt(i) - '0') * (i % 2 == 0 ? 4 : 9);
    }
    return (10 - sum % 10) % 10 == number.charAt(6) - '0';
  }
}

package org.endoreg.stack.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** One finding. {@code help} says what to do and is empty when nothing is to be done. */
public record Check(String name, Status status, String detail, String help) {

  /** How bad it is: red needs somebody now, yellow soon. */
  public enum Status {
    GREEN("✔"),
    YELLOW("!"),
    RED("✘");

    private final String sign;

    Status(String sign) {
      this.sign = sign;
    }

    /** As people see it. */
    public String sign() {
      return sign;
    }

    /** As programs read it. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Check green(String name, String detail) {
    return new Check(name, Status.GREEN, detail, "");
  }

  static Check yellow(String name, String detail, String help) {
    return new Check(name, Status.YELLOW, detail, help);
  }

  static Check red(String name, String detail, String help) {
    return new Check(name, Status.RED, detail, help);
  }
}

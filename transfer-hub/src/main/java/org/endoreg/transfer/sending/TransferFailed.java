package org.endoreg.transfer.sending;

/** A transfer ends here, with its class and a stable code that carries no content. */
final class TransferFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureClass failureClass;
  private final String code;

  TransferFailed(FailureClass failureClass, String code) {
    super(failureClass.wireName() + " " + code);
    this.failureClass = failureClass;
    this.code = code;
  }

  FailureClass failureClass() {
    return failureClass;
  }

  String code() {
    return code;
  }
}

package org.endoreg.contracts.transfer;

/**
 * Shapes of the text that may cross the wire. None of them fits a sentence of a report; the
 * anonymized text of a report is the one exception and has no shape.
 */
public final class Wording {
  /** The stable name of one transfer. */
  public static final String TRANSFER_KEY = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,254}$";

  /** The immutable name of a node. */
  public static final String NODE_KEY = "^[A-Za-z0-9][A-Za-z0-9_-]{0,252}$";

  /** The ending of a file name with its dot. */
  public static final String SUFFIX = "^\\.[a-z0-9]{1,10}$";

  /** The natural key of a label, an information source, a model or a template. */
  public static final String NAME = "^[A-Za-z0-9][A-Za-z0-9 ._/:+-]{0,127}$";

  /** A version as vocabularies, models and templates write theirs. */
  public static final String VERSION = "^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$";

  /** A frame below the sender's frame folder; neither absolute nor climbing. */
  public static final String FRAME_PATH = "^frames/[A-Za-z0-9_-]{1,128}/[0-9]{1,12}\\.(jpg|png)$";

  /** An identifier the sender gave: a number or a word. */
  public static final String SOURCE_ID = "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$";

  /** Text that is not blank. */
  public static final String NOT_BLANK = "\\S";

  private Wording() {}
}

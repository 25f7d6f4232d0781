package org.endoreg.anonymizer.recognition;

import java.util.List;

/** Finds spans of one kind of evidence in a text. Implementations are immutable. */
interface Recogniser {

  List<Span> find(String text, KnownIdentity known);
}

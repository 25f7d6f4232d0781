package org.endoreg.anonymizer.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One reading of a page: its text, and for each character the box it was read from. Lines are
 * separated by a line feed, words by a blank; separators have no box.
 */
final class PageLayer {
  private final String text;
  private final List<Glyphs> glyphs;

  private PageLayer(String text, List<Glyphs> glyphs) {
    this.text = text;
    this.glyphs = glyphs;
  }

  /** A stretch of text with one box: a glyph from a text layer, a word from pixels. */
  record Glyphs(int start, int end, Box box) {}

  String text() {
    return text;
  }

  List<Glyphs> glyphs() {
    return glyphs;
  }

  /** Boxes of everything between the offsets. */
  List<Box> boxes(int start, int end) {
    return glyphs.stream()
        .filter(glyph -> glyph.start < end && start < glyph.end)
        .map(Glyphs::box)
        .toList();
  }

  /** Characters that are not blank. */
  int visibleCharacters() {
    return (int) text.chars().filter(c -> !Character.isWhitespace(c)).count();
  }

  /** This layer, and below it the lines of the other whose words this one does not cover. */
  PageLayer withUncoveredWordsOf(PageLayer other) {
    Builder merged = new Builder();
    merged.append(this, this.glyphs);
    List<Glyphs> extra =
        other.glyphs.stream()
            .filter(word -> glyphs.stream().noneMatch(mine -> mine.box.mostlyCovers(word.box)))
            .toList();
    merged.newLine();
    merged.append(other, extra);
    return merged.build();
  }

  /** Collects words in reading order. */
  static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private final List<Glyphs> glyphs = new ArrayList<>();

    void add(String characters, Box box) {
      int start = text.length();
      text.append(characters);
      glyphs.add(new Glyphs(start, text.length(), box));
    }

    void newWord() {
      if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
        text.append(' ');
      }
    }

    void newLine() {
      int last = text.length() - 1;
      if (last >= 0 && text.charAt(last) == ' ') {
        text.setCharAt(last, '\n');
      } else if (last >= 0) {
        text.append('\n');
      }
    }

    private void append(PageLayer layer, List<Glyphs> chosen) {
      int previousEnd = -1;
      for (Glyphs glyph : chosen) {
        if (previousEnd >= 0) {
          separate(layer.text.substring(previousEnd, Math.max(previousEnd, glyph.start)));
        }
        add(layer.text.substring(glyph.start, glyph.end), glyph.box);
        previousEnd = glyph.end;
      }
    }

    private void separate(String between) {
      if (between.indexOf('\n') >= 0) {
        newLine();
      } else if (!between.isEmpty()) {
        newWord();
      }
    }

    PageLayer build() {
      return new PageLayer(text.toString(), List.copyOf(glyphs));
    }
  }
}

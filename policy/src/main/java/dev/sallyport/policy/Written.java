package dev.sallyport.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file as it will be, word by word; keeps every comment between two words. */
final class Written {
    private static final Set<String> OPENING = Set.of("{", "[");
    private static final Set<String> CLOSING = Set.of("}", "]", ",");

    /** What stands between the last word and the next, which alone brings it about. */
    private record LineEnd(boolean withBlank, int column) {}

    private final StringBuilder text = new StringBuilder();
    private final List<String> comments = new ArrayList<>();
    private List<Levels.Level> before = List.of();
    private Optional<LineEnd> lineEnd = Optional.empty();
    private String last = "";
    private int lineStart;

    /** Whether something stands on the present line. */
    boolean isOpenLine() {
        return !text.isEmpty();
    }

    int column() {
        return text.codePointCount(lineStart, text.length());
    }

    List<String> comments() {
        return List.copyOf(comments);
    }

    String finished() {
        return text.isEmpty() ? "" : text + "\n";
    }

    /**
     * What stands between two words: nothing, a blank, or ends of lines with comments.
     *
     * @param column where the next word stands if it starts a line
     */
    void gap(String gap, List<Levels.Level> levels, int column) {
        String[] lines = gap.split("\n", -1);
        comment(lines[0].strip(), text.isEmpty() ? "" : "  ");
        boolean blank = false;
        for (int i = 1; i < lines.length - 1; i++) {
            String line = lines[i].strip();
            blank |= line.isEmpty();
            if (!line.isEmpty()) {
                line(blank);
                comment(line, " ".repeat(column(indent(lines[i]), levels, column)));
                blank = false;
            }
        }
        if (lines.length > 1) {
            lastLine(lines[lines.length - 1], blank, levels, column);
        }
        before = levels;
    }

    private void lastLine(String last, boolean blank, List<Levels.Level> levels, int column) {
        String line = last.strip();
        if (line.isEmpty()) {
            lineEnd = Optional.of(new LineEnd(blank, column));
        } else {
            line(blank);
            comment(line, " ".repeat(column(indent(last), levels, column)));
        }
    }

    /**
     * @param inner where the further lines of a text go
     * @param moved by how much the lines of a block of text move
     */
    void word(String word, int inner, int moved) {
        if (lineEnd.isPresent()) {
            line(lineEnd.get().withBlank());
            text.append(" ".repeat(text.isEmpty() ? 0 : lineEnd.get().column()));
            lineEnd = Optional.empty();
        } else if (needsBlank(word)) {
            text.append(' ');
        }
        last = word;
        if (word.startsWith("|") || word.startsWith(">")) {
            block(word, moved);
        } else {
            flowing(quoted(word), inner);
        }
    }

    private boolean needsBlank(String word) {
        if (last.isEmpty() || OPENING.contains(last) || word.equals(":")) {
            return false;
        }
        return !CLOSING.contains(word) || last.equals(":");
    }

    private void flowing(String word, int inner) {
        String[] lines = word.split("\n", -1);
        text.append(lines[0]);
        boolean escapes = word.startsWith("\"");
        for (int i = 1; i < lines.length; i++) {
            if (!escapes) {
                stripEnd();
            }
            newline();
            String line = lines[i].strip();
            if (!line.isEmpty()) {
                text.append(" ".repeat(inner)).append(escapes ? lines[i].stripLeading() : line);
            }
        }
    }

    private void block(String word, int moved) {
        String[] lines = word.split("\n", -1);
        text.append(lines[0].stripTrailing());
        for (int i = 1; i < lines.length; i++) {
            newline();
            if (!lines[i].isBlank()) {
                int indent = Math.max(0, indent(lines[i]) + moved);
                text.append(" ".repeat(indent)).append(lines[i].substring(indent(lines[i])));
            }
        }
    }

    /** Single quotes become double ones where no letter means something else in them. */
    private static String quoted(String word) {
        boolean single = word.length() >= 2 && word.startsWith("'") && word.indexOf('\n') < 0;
        String inside = single ? word.substring(1, word.length() - 1) : "";
        return single && inside.chars().noneMatch(letter -> "'\"\\\t".indexOf(letter) >= 0)
                ? '"' + inside + '"'
                : word;
    }

    private void line(boolean blank) {
        if (text.isEmpty()) {
            return;
        }
        stripEnd();
        newline();
        if (blank) {
            newline();
        }
    }

    private void newline() {
        text.append('\n');
        lineStart = text.length();
    }

    private void stripEnd() {
        while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
    }

    private void comment(String comment, String indent) {
        if (!comment.isEmpty()) {
            comments.add(comment);
            text.append(indent).append(comment);
        }
    }

    /** A comment goes where the innermost block goes that it stood in, before or after it. */
    private int column(int was, List<Levels.Level> levels, int next) {
        Levels.Level best = new Levels.Level(Levels.Kind.MAPPING, -1, next);
        List<Levels.Level> candidates = new ArrayList<>(before.reversed());
        candidates.addAll(levels.reversed());
        for (Levels.Level candidate : candidates) {
            if (candidate.was() <= was && candidate.was() >= best.was()) {
                best = candidate;
            }
        }
        return best.is();
    }

    private static int indent(String line) {
        int indent = 0;
        while (indent < line.length() && line.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }
}

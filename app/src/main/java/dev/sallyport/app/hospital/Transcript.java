package dev.sallyport.app.hospital;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What the tour did and saw, printed as it happens, and whether everything held. */
final class Transcript {
    /** More rows of a result than this tell a reader nothing new. */
    private static final int SHOWN_ROWS = 4;

    /** A wider cell would break the line. */
    private static final int WIDEST_CELL = 44;

    private final PrintWriter out;
    private final List<String> broken = new ArrayList<>();
    private int facts;
    private int scenes;

    Transcript(PrintWriter out) {
        this.out = out;
    }

    void scene(String title) {
        scenes++;
        say("");
        say(scenes + ". " + title);
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** What is typed, and by whom. */
    void asks(String login, String statement) {
        say("   " + login + "=> " + statement);
    }

    void shows(Answer answer) {
        switch (answer) {
            case Answer.Rows rows -> table(rows);
            case Answer.Refused refused -> {
                say("      ERROR:  " + refused.message());
                sayIfAny("      DETAIL: ", refused.detail());
                sayIfAny("      HINT:   ", refused.hint());
            }
        }
    }

    private void sayIfAny(String label, String words) {
        if (!words.isEmpty()) {
            say(label + words);
        }
    }

    /** A fact the story stands on. */
    void must(boolean holds, String fact) {
        facts++;
        say("   " + (holds ? "✓ " : "✗ NOT SO: ") + fact);
        if (!holds) {
            broken.add(fact);
        }
    }

    List<String> broken() {
        return List.copyOf(broken);
    }

    int facts() {
        return facts;
    }

    private void table(Answer.Rows answer) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(answer.columns());
        answer.rows().stream().limit(SHOWN_ROWS).forEach(lines::add);
        int[] widths = new int[answer.columns().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cut(line.get(i)).length());
            }
        }
        lines.forEach(line -> say("      " + row(line, widths)));
        int more = answer.rows().size() - SHOWN_ROWS;
        if (more > 0) {
            say("      … and %,d more".formatted(more));
        }
    }

    private static String row(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(line.get(i));
            text.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
        }
        return text.toString().stripTrailing();
    }

    private static String cut(String cell) {
        return cell.length() <= WIDEST_CELL ? cell : cell.substring(0, WIDEST_CELL - 1) + "…";
    }
}

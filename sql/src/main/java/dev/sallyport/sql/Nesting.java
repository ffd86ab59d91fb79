package dev.sallyport.sql;

/**
 * Whether a semicolon ends the statement: not inside parentheses, and not inside a function body
 * {@code BEGIN ATOMIC … END} (as psql counts, psqlscan.l).
 */
final class Nesting {
    private int words;
    private int parentheses;
    private int bodies;
    private boolean creates;
    private boolean routine;
    private boolean afterBegin;
    private boolean afterLabelMark;

    void startStatement() {
        words = 0;
        parentheses = 0;
        bodies = 0;
        creates = false;
        routine = false;
        afterBegin = false;
        afterLabelMark = false;
    }

    boolean isTop() {
        return parentheses == 0 && bodies == 0;
    }

    void take(Token kind, Lexer lexer) {
        switch (kind) {
            case OPEN -> parentheses++;
            case CLOSE -> parentheses = Math.max(0, parentheses - 1);
            case WORD -> {
                word(lexer);
                return;
            }
            default -> {}
        }
        words++;
        afterBegin = false;
        afterLabelMark = kind == Token.DOT;
    }

    private void word(Lexer lexer) {
        words++;
        if (words == 1) {
            creates = lexer.reads("create");
        } else if (creates && words <= 4) {
            routine |= lexer.reads("function") || lexer.reads("procedure");
        }
        if (routine && parentheses == 0 && !afterLabelMark) {
            body(lexer);
        }
        afterLabelMark = routine && lexer.reads("as");
    }

    private void body(Lexer lexer) {
        if (bodies > 0 && lexer.reads("case")) {
            bodies++;
        } else if (bodies > 0 && lexer.reads("end")) {
            bodies--;
        } else if (bodies == 0 && afterBegin && lexer.reads("atomic")) {
            bodies = 1;
        }
        afterBegin = lexer.reads("begin");
    }
}

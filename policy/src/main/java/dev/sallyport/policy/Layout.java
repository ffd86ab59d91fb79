package dev.sallyport.policy;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.ScalarToken;
import org.snakeyaml.engine.v2.tokens.Token;

/**
 * Lays one file out: the words and comments stay as they are, what is between them is written anew.
 */
final class Layout {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(PolicyFiles.MAX_BYTES).build();

    private final int[] text;
    private final Levels levels = new Levels();
    private final Written written = new Written();
    private int end;
    private int flows;
    private boolean atKey;

    private Layout(String text) {
        this.text = text.codePoints().toArray();
    }

    /** What a file says apart from its layout's blanks, and the comments in it. */
    record Result(String text, List<String> comments) {
        Result {
            comments = List.copyOf(comments);
        }
    }

    /**
     * Empty for what cannot be read, and for what no policy has: anchors, tags, keys with {@code
     * ?}, kept line ends.
     */
    static Optional<Result> of(String text) {
        try {
            return new Layout(text)
                    .result(new ScannerImpl(SETTINGS, new StreamReader(SETTINGS, text)));
        } catch (YamlEngineException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<Result> result(ScannerImpl tokens) {
        while (tokens.hasNext()) {
            if (!accept(tokens.next())) {
                return Optional.empty();
            }
        }
        return Optional.of(new Result(written.finished(), written.comments()));
    }

    private boolean accept(Token token) {
        return switch (token.getTokenId()) {
            case StreamStart -> true;
            case StreamEnd -> {
                written.gap(slice(end, text.length), levels.list(), 0);
                yield true;
            }
            case BlockMappingStart -> open(Levels.Kind.MAPPING, start(token));
            case BlockSequenceStart -> open(Levels.Kind.LIST, start(token));
            case BlockEnd -> close();
            case Key -> key(token);
            case BlockEntry -> entry(token);
            case FlowMappingStart, FlowSequenceStart -> {
                word(start(token), plain(token));
                flows++;
                yield true;
            }
            case FlowMappingEnd, FlowSequenceEnd -> {
                word(start(token), plain(token));
                flows--;
                yield true;
            }
            case Value, FlowEntry, DocumentStart -> {
                word(start(token), plain(token));
                yield true;
            }
            case Scalar -> scalar((ScalarToken) token);
            case Alias, Anchor, Tag, Directive, DocumentEnd, Comment -> false;
        };
    }

    private boolean open(Levels.Kind kind, Mark start) {
        boolean sameLine = written.isOpenLine() && slice(end, start.getIndex()).indexOf('\n') < 0;
        levels.open(kind, start.getColumn(), sameLine ? written.column() + 1 : levels.inner());
        return true;
    }

    private boolean close() {
        levels.close();
        return true;
    }

    /** An explicit {@code ?} is a token with a letter; any other key is known by its place. */
    private boolean key(Token token) {
        if (flows == 0) {
            levels.closeLevelList();
            atKey = true;
        }
        return plain(token).isEmpty();
    }

    private boolean entry(Token token) {
        if (levels.isIn(Levels.Kind.MAPPING)) {
            levels.open(Levels.Kind.LEVEL_LIST, start(token).getColumn(), levels.inner());
        }
        atKey = true;
        word(start(token), plain(token));
        return true;
    }

    private boolean scalar(ScalarToken token) {
        String slice = plain(token);
        if (token.getStyle() == ScalarStyle.LITERAL || token.getStyle() == ScalarStyle.FOLDED) {
            String header = slice.substring(0, Math.max(0, slice.indexOf('\n')));
            word(start(token), slice.stripTrailing());
            return !header.isEmpty() && header.indexOf('+') < 0;
        }
        word(start(token), slice);
        return true;
    }

    private void word(Mark start, String slice) {
        int column = flows > 0 ? levels.entry() + Levels.STEP * flows : column();
        List<Levels.Level> open = flows > 0 ? List.of() : levels.list();
        written.gap(slice(end, start.getIndex()), open, column);
        written.word(slice, flows > 0 ? column : levels.inner(), levels.moved());
        end = start.getIndex() + slice.codePointCount(0, slice.length());
        atKey = false;
    }

    private int column() {
        return atKey ? levels.entry() : levels.inner();
    }

    private String plain(Token token) {
        return slice(start(token).getIndex(), token.getEndMark().map(Mark::getIndex).orElseThrow());
    }

    private static Mark start(Token token) {
        return token.getStartMark().orElseThrow();
    }

    private String slice(int from, int to) {
        return new String(text, from, to - from);
    }
}

package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns the text of one file into a tree: YAML 1.2 core, one document, no anchors, no tags. */
final class YamlParser {
    /** No policy nests deeper than ten; a stack overflows at thousands. */
    private static final int MAX_DEPTH = 20;

    /** A hundred thousand people with ten words each; such a tree is about 250 MB. */
    private static final int MAX_VALUES = 2_000_000;

    /** More different words are names of people, and those come once. */
    private static final int MAX_WORDS = 20_000;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setSchema(new CoreSchema())
                    .setCodePointLimit(PolicyFiles.MAX_BYTES)
                    .build();

    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

    /** {@code false}. */
    private static final int LONGEST_CONSTANT = 5;

    private static final Map<Tag, Yaml.Kind> KINDS =
            Map.of(
                    Tag.INT, Yaml.Kind.NUMBER,
                    Tag.FLOAT, Yaml.Kind.NUMBER,
                    Tag.BOOL, Yaml.Kind.BOOLEAN,
                    Tag.NULL, Yaml.Kind.NULL);

    private final String file;
    private final Iterator<Event> events;
    private final Problems problems;
    private final Map<String, Consumer<Yaml.Entry>> handedOver;
    private final Map<String, String> words = new HashMap<>();
    private int values;

    private YamlParser(
            String file,
            String text,
            Problems problems,
            Map<String, Consumer<Yaml.Entry>> handedOver) {
        this.file = file;
        this.events = new Parse(SETTINGS).parseString(text).iterator();
        this.problems = problems;
        this.handedOver = handedOver;
    }

    /** Empty where the file has no readable tree; then a problem says why. */
    static Optional<Yaml> parse(String file, String text, Problems problems) {
        return parse(file, text, problems, Map.of());
    }

    /**
     * As the other, and what is long is never in memory whole.
     *
     * @param handedOver who takes the entries of a section as they are read; the tree lacks them
     */
    static Optional<Yaml> parse(
            String file,
            String text,
            Problems problems,
            Map<String, Consumer<Yaml.Entry>> handedOver) {
        try {
            return new YamlParser(file, text, problems, handedOver).document();
        } catch (MarkedYamlEngineException broken) {
            Place place = broken.getProblemMark().map(mark -> at(file, mark)).orElse(whole(file));
            problems.add(place, SP1001, "not YAML: " + oneLine(broken), "fix the syntax");
        } catch (ReaderException forbidden) {
            problems.add(
                    at(file, text, forbidden.getPosition()),
                    SP1001,
                    "a control character",
                    "take it out");
        } catch (YamlEngineException broken) {
            problems.add(whole(file), SP1001, "not YAML", "write YAML 1.2");
        } catch (Refused stopped) {
            stopped.problems().forEach(problems::add);
        }
        return Optional.empty();
    }

    private Optional<Yaml> document() {
        events.next();
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            problems.add(whole(file), SP1001, "the file is empty", "write at least `version: 1`");
            return Optional.empty();
        }
        Yaml root = value(events.next(), 1);
        events.next();
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            problems.add(
                    place(after), SP1001, "a second document", "keep one document in each file");
        }
        return Optional.of(root);
    }

    private Yaml value(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw stop(event, "nested deeper than " + MAX_DEPTH, "no policy needs more");
        }
        values++;
        if (values > MAX_VALUES) {
            throw stop(event, "more than " + MAX_VALUES + " values", "split the file");
        }
        refuseAnchorAndTag(event);
        if (event.getEventId() != Event.ID.SequenceStart) {
            problems.begins(place(event));
        }
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> sequence(place(event), depth);
            case MappingStart -> {
                List<Yaml.Entry> entries = new ArrayList<>();
                mapping(depth, entries::add);
                yield new Yaml.Mapping(entries, place(event));
            }
            case Alias -> alias(event);
            case StreamStart,
                    StreamEnd,
                    DocumentStart,
                    DocumentEnd,
                    SequenceEnd,
                    MappingEnd,
                    Comment ->
                    throw new IllegalStateException("event out of order");
        };
    }

    private Yaml.Scalar scalar(ScalarEvent event) {
        String text = once(event.getValue());
        boolean word = !event.isPlain() || isWord(text);
        return new Yaml.Scalar(text, word ? Yaml.Kind.TEXT : kind(text), place(event));
    }

    /** Columns and classes are said ten thousand times; what is one in memory is found sooner. */
    private String once(String text) {
        String known = words.size() < MAX_WORDS ? words.putIfAbsent(text, text) : words.get(text);
        return known == null ? text : known;
    }

    /** Most words begin with a letter that neither a constant nor a number begins with. */
    private static boolean isWord(String text) {
        char first = text.isEmpty() ? '~' : text.charAt(0);
        boolean letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
        return letter && (text.length() > LONGEST_CONSTANT || "nNtTfF".indexOf(first) < 0);
    }

    private static Yaml.Kind kind(String text) {
        if (isDigits(text)) {
            return Yaml.Kind.NUMBER;
        }
        return KINDS.getOrDefault(RESOLVER.resolve(text, true), Yaml.Kind.TEXT);
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private Yaml sequence(Place place, int depth) {
        List<Yaml> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(value(event, depth + 1));
            event = events.next();
        }
        return new Yaml.Sequence(items, place);
    }

    private void mapping(int depth, Consumer<Yaml.Entry> entries) {
        SeenKeys seen = new SeenKeys();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            Yaml key = value(event, depth + 1);
            Optional<Yaml.Scalar> name = key(key, seen);
            Yaml value = depth == 1 ? section(name) : value(events.next(), depth + 1);
            name.ifPresent(found -> entries.accept(new Yaml.Entry(found, value)));
            event = events.next();
        }
    }

    private Yaml section(Optional<Yaml.Scalar> name) {
        Event event = events.next();
        Consumer<Yaml.Entry> taker = name.map(Yaml.Scalar::text).map(handedOver::get).orElse(null);
        if (taker == null || event.getEventId() != Event.ID.MappingStart) {
            return value(event, 2);
        }
        refuseAnchorAndTag(event);
        problems.begins(place(event));
        mapping(2, taker);
        return new Yaml.Mapping(List.of(), place(event));
    }

    private Optional<Yaml.Scalar> key(Yaml key, SeenKeys seen) {
        if (!(key instanceof Yaml.Scalar name)) {
            if (!key.isBroken()) {
                problems.add(key.place(), SP1001, "a key that is not a word", "write `word: …`");
            }
            return Optional.empty();
        }
        Optional<Yaml.Scalar> first = seen.add(name);
        if (first.isPresent()) {
            problems.add(
                    name.place(),
                    SP1001,
                    "duplicate key " + Words.quoted(name.text()),
                    "it is already at line " + first.get().place().line());
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private Yaml alias(Event event) {
        problems.add(place(event), SP1001, "an alias `*…`", "write the value out");
        return new Yaml.Broken(place(event));
    }

    private void refuseAnchorAndTag(Event event) {
        if (!(event instanceof NodeEvent node) || event.getEventId() == Event.ID.Alias) {
            return;
        }
        if (node.getAnchor().isPresent()) {
            problems.add(place(event), SP1001, "an anchor `&…`", "write the value out");
        }
        Optional<String> tag =
                node instanceof ScalarEvent scalar
                        ? scalar.getTag()
                        : ((CollectionStartEvent) node).getTag();
        if (tag.isPresent()) {
            problems.add(place(event), SP1001, "a tag `!…`", "leave it out");
        }
    }

    private Refused stop(Event event, String message, String instead) {
        return new Refused(Problem.at(place(event), SP1001, message, instead));
    }

    private Place place(Event event) {
        return event.getStartMark().map(mark -> at(file, mark)).orElse(whole(file));
    }

    private static Place at(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Place at(String file, String text, int position) {
        int[] before = text.codePoints().limit(position).toArray();
        int line = 1;
        int column = 1;
        for (int letter : before) {
            line += letter == '\n' ? 1 : 0;
            column = letter == '\n' ? 1 : column + 1;
        }
        return new Place(file, line, column);
    }

    private static Place whole(String file) {
        return Place.line(file, 0);
    }

    private static String oneLine(MarkedYamlEngineException broken) {
        String problem = broken.getProblem();
        return problem == null ? "unreadable" : Words.oneLine(problem);
    }
}

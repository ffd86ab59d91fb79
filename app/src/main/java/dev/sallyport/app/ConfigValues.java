package dev.sallyport.app;

import static dev.sallyport.problem.ProblemCode.SP1002;
import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;

import dev.sallyport.policy.KeyedFile;
import dev.sallyport.policy.Words;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of a configuration, from the environment, its file or their defaults, as values. */
final class ConfigValues {
    private static final List<String> WEB = List.of("https", "http");
    private static final Pattern SECONDS = Pattern.compile("([1-9][0-9]{0,3})s");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private final Path file;
    private final Map<Setting, KeyedFile.Word> words = new EnumMap<>(Setting.class);
    private final SortedMap<String, KeyedFile.Word> listed = new TreeMap<>();
    private final Map<Setting, String> defaults = new EnumMap<>(Setting.class);
    private final List<Problem> problems = new ArrayList<>();

    ConfigValues(Path file, Map<String, String> environment) {
        this.file = file;
        KeyedFile read =
                KeyedFile.read(
                        file,
                        Stream.of(
                                        Setting.keys(),
                                        Setting.SECTIONS.stream()
                                                .map(section -> section + "*")
                                                .toList(),
                                        Setting.OF_A_WORKLOAD)
                                .flatMap(List::stream)
                                .toList());
        if (read.words().isEmpty() && !read.problems().isEmpty()) {
            // What an unreadable file lacks is no news.
            throw new Refused(read.problems());
        }
        problems.addAll(read.problems());
        for (Setting setting : Setting.values()) {
            Optional.ofNullable(environment.get(setting.variable()))
                    .map(text -> new KeyedFile.Word(text, Place.line(setting.variable(), 0)))
                    .or(() -> Optional.ofNullable(read.words().get(setting.key())))
                    .ifPresent(word -> words.put(setting, word));
        }
        read.words()
                .forEach((key, word) -> {
                    if (Setting.SECTIONS.stream().anyMatch(key::startsWith)
                            || key.startsWith(Setting.WORKLOADS)) {
                        listed.put(key, word);
                    }
                });
        List<String> variables = Arrays.stream(Setting.values()).map(Setting::variable).toList();
        environment.keySet().stream()
                .filter(name -> name.startsWith(Setting.PREFIX) && !variables.contains(name))
                .forEach(name ->
                        add(
                                Place.line(name, 0),
                                SP1002,
                                "no key of the configuration has this variable",
                                Words.suggestion(name, variables)));
    }

    boolean isWritten(Setting setting) {
        return words.containsKey(setting);
    }

    /**
     * Whether anything is written below it, also in the environment.
     *
     * @param section with its dot, such as {@code control.ldap.}
     */
    boolean isWritten(String section) {
        return words.keySet().stream().anyMatch(setting -> setting.key().startsWith(section))
                || !section(section).isEmpty();
    }

    /** Of a server as an address names it, with a path at most; empty where a text is no such. */
    static Optional<URI> address(String text) {
        try {
            URI address = new URI(text);
            boolean isPlain =
                    address.getHost() != null
                            && address.getRawUserInfo() == null
                            && address.getRawQuery() == null
                            && address.getRawFragment() == null
                            && WEB.contains(address.getScheme());
            return isPlain ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    /** What follows from other values where nothing is written. */
    void otherwise(Setting setting, Object value) {
        defaults.put(setting, value.toString());
    }

    Optional<String> text(Setting setting) {
        return Optional.ofNullable(words.get(setting))
                .map(KeyedFile.Word::text)
                .or(() -> Optional.ofNullable(defaults.get(setting)))
                .or(setting::fallback);
    }

    /** The empty string stands for what has been reported. */
    String required(Setting setting, String instead) {
        Optional<String> text = text(setting).filter(one -> !one.isBlank());
        if (text.isEmpty()) {
            Place place = isWritten(setting) ? place(setting) : Place.line(name(), 0);
            add(place, SP1003, "there is no `" + setting.key() + "`", instead);
        }
        return text.orElse("");
    }

    /** What stands in a section whose keys are not ours: databases of the policy, groups. */
    Map<String, String> section(String section) {
        Map<String, String> entries = new TreeMap<>();
        listed.forEach((key, word) -> {
            if (key.startsWith(section)) {
                entries.put(key.substring(section.length()), word.text());
            }
        });
        return entries;
    }

    /** Relative to the folder of the file. */
    Optional<Path> path(Setting setting) {
        Optional<String> text = text(setting).filter(one -> !one.isBlank());
        try {
            return text.map(one -> file.resolveSibling(one).normalize());
        } catch (InvalidPathException e) {
            wrong(setting, "is no path", "write one of this machine");
            return Optional.empty();
        }
    }

    /** What a word of a section names, relative to the folder of the file. */
    Path resolved(String path) {
        try {
            return file.resolveSibling(path).normalize();
        } catch (InvalidPathException e) {
            return file.resolveSibling("no path of this machine");
        }
    }

    int number(Setting setting, int least, int most) {
        String text = text(setting).orElse("");
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            wrong(setting, "is no whole number in range", "write " + least + " to " + most);
            return least;
        }
        return number;
    }

    Duration seconds(Setting setting) {
        Matcher seconds = SECONDS.matcher(text(setting).orElse(""));
        if (!seconds.matches()) {
            wrong(setting, "is no time", "write seconds: `1s` to `9999s`");
            return Duration.ZERO;
        }
        return Duration.ofSeconds(Integer.parseInt(seconds.group(1)));
    }

    /** What one of the words stands for; that of the default where another is written. */
    <T> T choice(Setting setting, Map<String, T> choices) {
        String text = text(setting).orElse("");
        T chosen = choices.get(text);
        if (chosen == null) {
            wrong(
                    setting,
                    "cannot be " + Words.quoted(text),
                    Words.suggestion(text, choices.keySet()));
            return Objects.requireNonNull(choices.get(setting.fallback().orElseThrow()));
        }
        return chosen;
    }

    /** Says that the value of a key will not do. */
    void wrong(Setting setting, String what, String instead) {
        add(place(setting), SP1004, "`" + setting.key() + "` " + what, instead);
    }

    void add(Setting setting, ProblemCode code, String message, String instead) {
        add(place(setting), code, message, instead);
    }

    /** Of a key in a section whose keys are not ours, else of the whole file. */
    void addListed(String key, ProblemCode code, String message, String instead) {
        Place place =
                Optional.ofNullable(listed.get(key))
                        .map(KeyedFile.Word::place)
                        .orElseGet(() -> Place.line(name(), 0));
        add(place, code, message, instead);
    }

    private void add(Place place, ProblemCode code, String message, String instead) {
        problems.add(Problem.at(place, code, message, instead));
    }

    /** Does it; what is refused is told at the key's place. */
    <T> Optional<T> placed(Setting setting, Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (Refused e) {
            e.problems()
                    .forEach(problem ->
                            add(setting, problem.code(), problem.message(), problem.instead()));
            return Optional.empty();
        }
    }

    /** Of the word, else of the whole file. */
    private Place place(Setting setting) {
        return Optional.ofNullable(words.get(setting))
                .map(KeyedFile.Word::place)
                .orElseGet(() -> Place.line(name(), 0));
    }

    private String name() {
        return String.valueOf(file.getFileName());
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    List<ServerConfig.Origin> origins() {
        Stream<ServerConfig.Origin> named =
                listed.entrySet().stream()
                        .map(one ->
                                new ServerConfig.Origin(
                                        one.getKey(),
                                        one.getValue().text(),
                                        one.getValue().place().toString()));
        return Stream.concat(Arrays.stream(Setting.values()).flatMap(this::origin), named).toList();
    }

    private Stream<ServerConfig.Origin> origin(Setting setting) {
        return text(setting)
                .map(text ->
                        new ServerConfig.Origin(
                                setting.key(),
                                text,
                                isWritten(setting) ? place(setting).toString() : "default"))
                .stream();
    }
}

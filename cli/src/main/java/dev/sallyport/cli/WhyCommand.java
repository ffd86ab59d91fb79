package dev.sallyport.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport why}. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = "Say whether a person may, and by which rule. Exit 3 when not.")
final class WhyCommand implements Asking {
    @Mixin private SourceOptions source = new SourceOptions();
    @Mixin private SupposedOptions supposed = new SupposedOptions();
    @Mixin private FormOption form = new FormOption();

    @Option(
            names = "--row",
            arity = "1..*",
            paramLabel = "COLUMN=VALUE",
            description = "columns of the row meant, as clinic_id=8")
    private Map<String, String> row = new LinkedHashMap<>();

    @Parameters(index = "0", paramLabel = "PERSON", description = "a login")
    private String person = "";

    @Parameters(index = "1", paramLabel = "VERB", description = ActWords.VERB)
    private String verb = "";

    @Parameters(index = "2", paramLabel = "TARGET", description = ActWords.TARGET)
    private String target = "";

    @Override
    public Request request() {
        return new Request.Why(
                source.data(),
                source.source(),
                person,
                new Request.Act(verb, target),
                supposed.of(row),
                form.form());
    }
}

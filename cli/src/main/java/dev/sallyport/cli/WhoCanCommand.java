package dev.sallyport.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport who-can}. */
@Command(
        name = "who-can",
        mixinStandardHelpOptions = true,
        description = "List everybody who may, and by which rule.")
final class WhoCanCommand implements Asking {
    @Mixin private SourceOptions source = new SourceOptions();
    @Mixin private SupposedOptions supposed = new SupposedOptions();
    @Mixin private FormOption form = new FormOption();

    @Parameters(index = "0", paramLabel = "VERB", description = ActWords.VERB)
    private String verb = "";

    @Parameters(index = "1", paramLabel = "TARGET", description = ActWords.TARGET)
    private String target = "";

    @Override
    public Request request() {
        return new Request.WhoCan(
                source.data(),
                source.source(),
                new Request.Act(verb, target),
                supposed.of(Map.of()),
                form.form());
    }
}

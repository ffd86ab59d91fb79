package dev.sallyport.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport can}. */
@Command(
        name = "can",
        mixinStandardHelpOptions = true,
        description = "List everything a person may, and by which rule.")
final class CanCommand implements Asking {
    @Mixin private SourceOptions source = new SourceOptions();
    @Mixin private SupposedOptions supposed = new SupposedOptions();
    @Mixin private FormOption form = new FormOption();

    @Parameters(index = "0", paramLabel = "PERSON", description = "a login")
    private String person = "";

    @Override
    public Request request() {
        return new Request.Can(
                source.data(), source.source(), person, supposed.of(Map.of()), form.form());
    }
}

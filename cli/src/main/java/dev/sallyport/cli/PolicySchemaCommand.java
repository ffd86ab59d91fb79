package dev.sallyport.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport policy schema}. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Print the JSON Schema of a policy file, for editors.")
final class PolicySchemaCommand implements Asking {
    @Mixin private DataOption data = new DataOption();

    @Override
    public Request request() {
        return new Request.PolicySchema(data.path());
    }
}

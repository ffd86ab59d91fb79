package dev.sallyport.policy;

/** The JSON Schema of a policy file, made from the grammar that the reader is held to. */
public final class PolicySchema {
    private PolicySchema() {}

    /** JSON Schema 2020-12, with a line end. */
    public static String json() {
        return JsonText.of(SchemaText.of(Grammar.policy(), Grammar.definitions()));
    }
}

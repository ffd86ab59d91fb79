package dev.sallyport.cli;

import picocli.CommandLine.Option;

/** For whom an answer is written. */
final class FormOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private Form form = Form.text;

    /** As it is typed. */
    private enum Form {
        text,
        json
    }

    Request.Form form() {
        return switch (form) {
            case text -> Request.Form.TEXT;
            case json -> Request.Form.JSON;
        };
    }
}

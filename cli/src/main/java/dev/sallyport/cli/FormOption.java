package dev.sallyport.cli;

import picocli.CommandLine.Option;

/** For whom an answer is written. */
final class FormOption {
    @Option(names = "--json", description = "for programs: one JSON document, with its version")
    private boolean json;

    Request.Form form() {
        return json ? Request.Form.JSON : Request.Form.TEXT;
    }
}

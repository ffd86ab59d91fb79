package dev.sallyport.app.vault;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Which key of a transit engine it is, and how Vault is asked.
 *
 * @param address of the server, {@code https:} and without a path
 * @param namespace where the server has them
 * @param mount where the engine is, as {@code transit} or {@code hospital/transit}
 * @param name of the key in it
 * @param trust who vouches for the server; the machine's own authorities where empty
 * @param token read anew for each question; a {@link dev.sallyport.problem.Refused} where there is
 *     none
 */
public record VaultKey(
        URI address,
        Optional<String> namespace,
        String mount,
        String name,
        Optional<SSLContext> trust,
        Supplier<String> token) {
    private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9_.-]{0,100}";
    private static final Pattern PATH = Pattern.compile(SEGMENT + "(/" + SEGMENT + "){0,10}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,100}\\w)?");

    /** Of a mount or a namespace: nothing that would lead a request elsewhere. */
    public static boolean isPath(String text) {
        return PATH.matcher(text).matches();
    }

    /** As transit names its keys. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** As people name it, and as its paths have it. */
    String label() {
        return mount + "/" + name;
    }
}

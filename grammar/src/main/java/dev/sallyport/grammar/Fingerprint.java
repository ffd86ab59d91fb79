package dev.sallyport.grammar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What makes a query another one: its tree without literals, parameters and places. Texts that are
 * equal once normalised have the same, so it may be remembered by the normalised text.
 */
final class Fingerprint {
    /** What no two of a policy's queries share by chance: 128 bits. */
    private static final int BYTES = 16;

    private static final Set<String> QUERIES =
            Set.of(
                    "SelectStmt",
                    "InsertStmt",
                    "UpdateStmt",
                    "DeleteStmt",
                    "MergeStmt",
                    "CallStmt",
                    "CopyStmt");

    private final StringBuilder text = new StringBuilder();

    private final byte[] utf8;
    private final int offset;

    private Fingerprint(byte[] utf8, int offset) {
        this.utf8 = utf8;
        this.offset = offset;
    }

    /**
     * Of the query that a statement runs, plans, prepares or opens; empty for any other.
     *
     * @param utf8 the text that the places of the tree are in, from the offset
     */
    static Optional<String> of(Node statement, byte[] utf8, int offset) {
        Node query = statement.is("CreateTableAsStmt") ? statement : Trees.query(statement);
        return QUERIES.contains(query.type())
                ? Optional.of(hash(new Fingerprint(utf8, offset).print(query)))
                : Optional.empty();
    }

    /** Of what is not told from others by the words among its values. */
    static String text(Node node) {
        return new Fingerprint(new byte[0], 0).print(node);
    }

    private String print(Node node) {
        node(node);
        return text.toString();
    }

    private void node(Node node) {
        if (node.is("ParamRef") || isLiteral(node) || Trees.isNegatedLiteral(node)) {
            text.append('?');
        } else {
            fields(node);
        }
    }

    private boolean isLiteral(Node node) {
        return node.is("A_Const") && !isWord(node);
    }

    /**
     * What bounds a result is one literal: a parameter may be NULL, and without a number it is 1.
     */
    private void bound(Node node) {
        boolean literal = node.is("A_Const") && node.number("location") >= 0;
        if (literal) {
            node(node);
        } else {
            fields(node);
        }
    }

    /**
     * {@code ALL}, {@code NULL}, {@code true} or the {@code year} of EXTRACT, and not {@code E''}.
     */
    private boolean isWord(Node constant) {
        int at = offset + constant.number("location");
        return at >= 0
                && at + 1 < utf8.length
                && isLetter(utf8[at])
                && utf8[at + 1] != '\''
                && utf8[at + 1] != '&';
    }

    private static boolean isLetter(byte letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    }

    private void fields(Node node) {
        text.append(node.type()).append('{');
        for (Map.Entry<String, Object> field : node.fields().entrySet()) {
            if (!isPlace(field.getKey()) && !isValue(node, field.getKey())) {
                text.append(field.getKey()).append(':');
                if (field.getKey().equals("limitCount") && field.getValue() instanceof Node count) {
                    bound(count);
                } else {
                    value(field.getValue());
                }
                text.append(',');
            }
        }
        text.append('}');
    }

    /** Nothing but a literal decides what it is. */
    private static boolean isValue(Node node, String field) {
        return switch (field) {
            case "options", "filename" -> node.is("CopyStmt");
            case "typmod" -> node.is("SQLValueFunction");
            default -> false;
        };
    }

    private static boolean isPlace(String field) {
        return field.endsWith("location")
                || field.equals("stmt_len")
                || field.endsWith("list_start")
                || field.endsWith("list_end");
    }

    private void value(Object value) {
        switch (value) {
            case Node child -> node(child);
            case List<?> items -> list(items);
            default -> text.append(value.toString().length()).append('"').append(value);
        }
    }

    /** As the normaliser has it, one literal stands for a list of them, whatever its length. */
    private void list(List<?> items) {
        text.append('[');
        int last = -1;
        for (Object item : items) {
            int start = text.length();
            value(item);
            boolean literal = text.length() == start + 1;
            if (literal && last >= 0) {
                text.setLength(start);
            } else {
                last = literal ? start : -1;
            }
        }
        text.append(']');
    }

    private static String hash(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}

package dev.sallyport.grammar;

import dev.sallyport.sql.ChannelUse;
import dev.sallyport.sql.ChannelUse.Act;
import dev.sallyport.sql.Forbidden;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What in a statement no person may run, and which settings it changes. */
final class Hazards {
    /** Reserved words: the first of them that no dot stands before is not a name. */
    private static final Pattern ENDPOINT =
            Pattern.compile("(?<!\\.)(?<!\\. )\\b(?:from|to)\\b *(\\w*)");

    /** The tree has no field for an empty literal, which is one all the same. */
    private final String text;

    private final Set<String> settings = new LinkedHashSet<>();
    private final List<ChannelUse> channels = new ArrayList<>();
    private boolean account;
    private boolean pinned;
    private boolean serverFile;
    private boolean hidesSetting;
    private boolean updates;
    private boolean namesSettings;
    private boolean keeps;
    private boolean readsRows;

    /**
     * @param text the statement, normalised
     */
    Hazards(String text) {
        this.text = text;
    }

    Optional<Forbidden> forbidden() {
        if (account) {
            return Optional.of(Forbidden.ACCOUNT);
        }
        // The view's rule calls set_config.
        if (pinned || (updates && namesSettings)) {
            return Optional.of(Forbidden.PINNED_SETTING);
        }
        if (keeps && readsRows) {
            return Optional.of(Forbidden.KEEPS_ROWS);
        }
        return serverFile ? Optional.of(Forbidden.SERVER_FILE) : Optional.empty();
    }

    List<ChannelUse> channels() {
        return channels;
    }

    Set<String> settings() {
        return settings;
    }

    /** A setting is changed whose name only the database will know. */
    boolean hidesSetting() {
        return hidesSetting;
    }

    void note(Node node) {
        switch (node.type()) {
            case "CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt" ->
                    account = true;
            case "RenameStmt" -> account |= node.text("renameType").equals("OBJECT_ROLE");
            case "ListenStmt" ->
                    channels.add(new ChannelUse(node.text("conditionname"), Act.LISTEN));
            case "NotifyStmt" ->
                    channels.add(
                            new ChannelUse(
                                    node.text("conditionname"),
                                    text.indexOf(", ?", text.indexOf("notify")) < 0
                                            ? Act.NOTIFY
                                            : Act.NOTIFY_WITH_PAYLOAD));
            case "CopyStmt" -> serverFile |= !copiesToOrFromClient();
            case "UpdateStmt", "MergeStmt" -> updates = true;
            case "FuncCall" -> call(node);
            default -> other(node);
        }
    }

    private boolean copiesToOrFromClient() {
        Matcher endpoint = ENDPOINT.matcher(outsideOfParentheses());
        return endpoint.find() && endpoint.group(1).matches("stdin|stdout");
    }

    /** Names in quotes left out, too. */
    private String outsideOfParentheses() {
        StringBuilder outside = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            quoted ^= letter == '"';
            if (!quoted && (letter == '(' || letter == ')')) {
                depth += letter == '(' ? 1 : -1;
            } else if (!quoted && depth == 0) {
                outside.append(letter == '"' ? ' ' : letter);
            }
        }
        return outside.toString();
    }

    private void other(Node node) {
        if (Trees.isRangeVar(node)) {
            boolean ofSettings = node.text("relname").equals("pg_settings");
            namesSettings |= ofSettings;
            readsRows |= !ofSettings;
        } else if (isSetting(node)) {
            String name = node.text("name");
            settings.add(name.isEmpty() ? "all" : name);
            pinned |= PinnedSettings.isPinned(name) && !PinnedSettings.restates(node);
        }
    }

    /** SET and RESET, also as a clause of another statement, where its type is not written. */
    private static boolean isSetting(Node node) {
        return node.is("VariableSetStmt") || (node.is("") && node.text("kind").startsWith("VAR_"));
    }

    private static boolean mayBeOfRows(Node call) {
        return call.nodes("args").stream()
                .anyMatch(given ->
                        Trees.any(given, one -> one.is("ColumnRef") || Trees.isQuery(one)));
    }

    private void call(Node node) {
        List<String> name = node.names("funcname");
        readsRows |= Functions.harm(name) == Functions.Harm.UNKNOWN;
        keeps |= Functions.isOf(Functions.KEEPING, node) && mayBeOfRows(node);
        if (!name.getLast().equals("set_config")) {
            return;
        }
        List<Node> arguments = node.nodes("args");
        boolean written =
                !arguments.isEmpty()
                        && arguments.getFirst().is("A_Const")
                        && arguments.getFirst().node("sval").has("sval");
        if (!written) {
            hidesSetting = true;
            return;
        }
        String setting = arguments.getFirst().node("sval").text("sval");
        settings.add(setting);
        pinned |= PinnedSettings.isPinned(setting);
    }
}

package dev.sallyport.provision.adopt;

import dev.sallyport.policy.Adopted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes the section {@code adopted}: things that are held alike stand in one entry. */
final class AdoptedWriter {
    /** More names than these stand one in a line, for a diff to show which changed. */
    private static final int IN_A_LINE = 4;

    private final StringBuilder text = new StringBuilder();

    /**
     * @param name of the database in the policy
     */
    static String write(String name, Adopted adopted) {
        AdoptedWriter writer = new AdoptedWriter();
        writer.line(
                "# Owner: whoever administers the database. What `sallyport adopt` found and what");
        writer.line(
                "# stays as it is. Nobody here answers for these roles; Sallyport does not alter them.");
        writer.line("version: 1");
        writer.line("adopted:");
        writer.line("  " + name + ":");
        writer.roles(adopted.roles());
        writer.members(adopted.members());
        writer.settings(adopted.settings());
        writer.owners(adopted.owned());
        writer.rights(adopted.rights());
        writer.defaults(adopted.defaults());
        return writer.text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void roles(Collection<Adopted.NativeRole> roles) {
        section("roles", roles);
        roles.forEach(role ->
                line(
                        "      "
                                + YamlText.word(role.name())
                                + (role.attributes().isEmpty()
                                        ? ": {}"
                                        : ": {attributes: "
                                                + YamlText.list(role.attributes())
                                                + "}")));
    }

    private void members(Collection<Adopted.Member> members) {
        section("members", members);
        by(members, Adopted.Member::role)
                .forEach((role, of) -> {
                    line("      " + YamlText.word(role) + ":");
                    of.forEach(member ->
                            line(
                                    "        - {member: "
                                            + YamlText.word(member.member())
                                            + (member.options().isEmpty()
                                                    ? ""
                                                    : ", options: "
                                                            + YamlText.list(member.options()))
                                            + giver(member.by())
                                            + "}"));
                });
    }

    private void settings(Collection<Adopted.Setting> settings) {
        section("settings", settings);
        settings.forEach(setting ->
                line(
                        "      - {"
                                + setting.of()
                                        .map(of -> "of: " + YamlText.word(of) + ", ")
                                        .orElse("")
                                + switch (setting.reach()) {
                                    case CLUSTER -> "";
                                    case DATABASE -> "in: database, ";
                                }
                                + "name: "
                                + YamlText.word(setting.name())
                                + ", value: "
                                + YamlText.word(setting.value())
                                + "}"));
    }

    private void owners(Collection<Adopted.Owned> owned) {
        section("owners", owned);
        by(owned, Adopted.Owned::owner)
                .forEach((owner, of) -> {
                    line("      " + YamlText.word(owner) + ":");
                    by(of, one -> one.thing().kind())
                            .forEach((kind, things) ->
                                    entry(
                                            "on: " + kind,
                                            things.stream().map(one -> one.thing().name()).toList(),
                                            List.of()));
                });
    }

    /** How some privileges on one thing are held. */
    private record Held(Map<Adopted.Hold, List<String>> privileges) {
        Held() {
            this(new TreeMap<>());
        }

        void add(Adopted.Hold hold, String privilege) {
            privileges.computeIfAbsent(hold, key -> new ArrayList<>()).add(privilege);
        }

        List<String> words() {
            return privileges.entrySet().stream()
                    .map(one -> one.getKey().word() + ": " + YamlText.list(one.getValue()))
                    .toList();
        }
    }

    /** Where somebody holds something by somebody. */
    private record Spot(Adopted.Thing thing, Optional<String> column, Optional<String> by) {}

    /** What things must have in common to stand in one entry. */
    private record Like(String kind, List<String> columns, Optional<String> by, Held held) {}

    private enum Part {
        WHOLE,
        COLUMNS
    }

    private record Columned(Adopted.Thing thing, Part part, Optional<String> by, Held held) {}

    private void rights(Collection<Adopted.Right> rights) {
        section("rights", rights);
        by(rights, Adopted.Right::grantee)
                .forEach((grantee, of) -> {
                    line("      " + YamlText.word(grantee) + ":");
                    alike(of)
                            .forEach((like, names) -> {
                                List<String> more = new ArrayList<>();
                                if (!like.columns().isEmpty()) {
                                    more.add("columns: " + YamlText.list(like.columns()));
                                }
                                more.addAll(like.held().words());
                                like.by().ifPresent(by -> more.add("by: " + YamlText.word(by)));
                                entry("on: " + like.kind(), names, more);
                            });
                });
    }

    private static Map<Like, List<String>> alike(Collection<Adopted.Right> rights) {
        Map<Spot, Held> spots = new LinkedHashMap<>();
        for (Adopted.Right right : rights) {
            spots.computeIfAbsent(
                            new Spot(right.thing(), right.column(), right.by()), key -> new Held())
                    .add(right.hold(), right.privilege());
        }
        Map<Columned, List<String>> columned = new LinkedHashMap<>();
        spots.forEach((spot, held) -> {
            List<String> columns =
                    columned.computeIfAbsent(
                            new Columned(
                                    spot.thing(),
                                    spot.column().isEmpty() ? Part.WHOLE : Part.COLUMNS,
                                    spot.by(),
                                    held),
                            key -> new ArrayList<>());
            spot.column().ifPresent(columns::add);
        });
        Map<Like, List<String>> alike = new LinkedHashMap<>();
        columned.forEach((one, columns) ->
                alike.computeIfAbsent(
                                new Like(one.thing().kind(), columns, one.by(), one.held()),
                                key -> new ArrayList<>())
                        .add(one.thing().name()));
        return alike;
    }

    private void defaults(Collection<Adopted.DefaultRight> defaults) {
        record Where(Optional<String> schema, String kind, String grantee) {}
        section("defaults", defaults);
        by(defaults, Adopted.DefaultRight::of)
                .forEach((of, rights) -> {
                    line("      " + YamlText.word(of) + ":");
                    Map<Where, Held> held = new LinkedHashMap<>();
                    rights.forEach(right ->
                            held.computeIfAbsent(
                                            new Where(
                                                    right.schema(), right.kind(), right.grantee()),
                                            key -> new Held())
                                    .add(right.hold(), right.privilege()));
                    held.forEach((where, how) ->
                            line(
                                    "        - {on: "
                                            + where.kind()
                                            + where.schema()
                                                    .map(in -> ", schema: " + YamlText.word(in))
                                                    .orElse("")
                                            + ", to: "
                                            + YamlText.word(where.grantee())
                                            + ", "
                                            + String.join(", ", how.words())
                                            + "}"));
                });
    }

    private void section(String name, Collection<?> things) {
        if (!things.isEmpty()) {
            line("    " + name + ":");
        }
    }

    private void entry(String first, List<String> names, List<String> more) {
        if (names.size() <= IN_A_LINE) {
            String rest = more.isEmpty() ? "" : ", " + String.join(", ", more);
            line("        - {" + first + ", names: " + YamlText.list(names) + rest + "}");
            return;
        }
        line("        - " + first);
        line("          names:");
        names.forEach(name -> line("            - " + YamlText.word(name)));
        more.forEach(one -> line("          " + one));
    }

    private static String giver(Optional<String> by) {
        return by.map(name -> ", by: " + YamlText.word(name)).orElse("");
    }

    private static <T> Map<String, List<T>> by(Collection<T> things, Function<T, String> name) {
        Map<String, List<T>> map = new TreeMap<>();
        things.forEach(
                one -> map.computeIfAbsent(name.apply(one), key -> new ArrayList<>()).add(one));
        return map;
    }
}

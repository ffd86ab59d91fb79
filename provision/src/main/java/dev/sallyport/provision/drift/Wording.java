package dev.sallyport.provision.drift;

import java.util.Optional;

/** Says a difference to people, without a literal, a value or a secret. */
final class Wording {
    private static final String NONE = "none";

    /** Of a hash, enough to tell two apart. */
    private static final int HASH = 6;

    private Wording() {}

    static String object(Fact fact) {
        return switch (fact.kind()) {
            case ROLE -> "role " + fact.name();
            case COMMENT -> "comment on role " + fact.name();
            case MEMBER -> fact.grantee() + " in role " + fact.name() + by(fact);
            case SETTING -> setting(fact);
            case GRANT -> fact.privilege() + " on " + on(fact) + " to " + fact.grantee() + by(fact);
            case DEFAULTS -> "default privileges of " + fact.part();
            case RELATION -> fact.words() + " " + fact.relation();
            case ROW_SECURITY -> "row security of " + fact.relation();
            case COLUMN -> "column " + fact.relation() + "." + fact.part();
            case POLICY -> "policy " + fact.part() + " on " + fact.relation();
            case TRIGGER -> "trigger " + fact.part() + " on " + fact.relation();
            case RULE -> "rule " + fact.part() + " on " + fact.relation();
            case CONSTRAINT -> "constraint " + fact.part() + " on " + fact.relation();
            case UNIQUE_INDEX -> "unique index " + fact.part() + " on " + fact.relation();
            case REPLICA_IDENTITY -> "replica identity of " + fact.relation();
            case CAST -> "cast from " + fact.name() + " to " + fact.part();
            case FUNCTION -> "function " + fact.relation() + "(" + fact.part() + ")";
            case USER_MAPPING -> "user mapping of " + fact.grantee() + " on " + fact.name();
            case HELD -> fact.grantee() + " holds " + fact.name();
            case ATTRIBUTE -> "attribute " + fact.name() + " of " + fact.grantee();
            case CONFIGURATION -> fact.name();
            case MADE ->
                    "Sallyport's own list of "
                            + (fact.name().equals("what was made") ? "what it made" : fact.name());
            case EXTENSION_MEMBERS -> "members of extension " + fact.name();
            case READ,
                    UNSEEN,
                    SYSTEM_RELATION,
                    SCHEMA,
                    TYPE,
                    LANGUAGE,
                    EXTENSION,
                    EVENT_TRIGGER,
                    FOREIGN_DATA_WRAPPER,
                    SERVER,
                    LARGE_OBJECT,
                    PUBLICATION,
                    SUBSCRIPTION,
                    SECURITY_LABEL,
                    DATABASE,
                    TABLESPACE,
                    SLOT ->
                    fact.kind().word() + " " + fact.relation();
        };
    }

    private static String setting(Fact fact) {
        return fact.name()
                + " of "
                + (fact.grantee().isEmpty() ? "everybody" : fact.grantee())
                + (fact.part().isEmpty() ? "" : " in " + fact.part());
    }

    private static String on(Fact fact) {
        return switch (fact.target()) {
            case "column" -> "column " + fact.relation() + "." + fact.part();
            case "function" -> "function " + fact.relation() + "(" + fact.part() + ")";
            case "default" ->
                    "new "
                            + fact.name()
                            + " of "
                            + fact.part()
                            + (fact.schema().isEmpty() ? "" : " in " + fact.schema());
            default -> fact.target() + " " + fact.relation();
        };
    }

    private static String by(Fact fact) {
        return fact.grantor().isEmpty() ? "" : " by " + fact.grantor();
    }

    /** By the name the policy has for it. */
    static String object(Difference difference) {
        return object(
                difference.isRenamed() ? difference.before().orElseThrow() : difference.fact());
    }

    static String before(Difference difference) {
        if (difference.isRenamed()) {
            return "its name";
        }
        return difference.isOnlyTouched()
                ? "as it is"
                : state(difference.before(), difference.after());
    }

    static String after(Difference difference) {
        if (difference.isRenamed()) {
            return "renamed to " + object(difference.fact());
        }
        return difference.isOnlyTouched()
                ? "written again, unchanged"
                : state(difference.after(), difference.before());
    }

    /** What is shown of one side; the other decides what is worth showing. */
    private static String state(Optional<Fact> side, Optional<Fact> other) {
        if (side.isEmpty()) {
            return NONE;
        }
        Fact fact = side.get();
        StringBuilder text = new StringBuilder(words(fact));
        if (!fact.owner().isEmpty() && fact.kind() != FactKind.ROLE) {
            text.append(text.isEmpty() ? "" : ", ").append("owner ").append(fact.owner());
        }
        boolean hidden = other.isPresent() && !other.get().hash().equals(fact.hash());
        if (hidden) {
            text.append(text.isEmpty() ? "" : ", ").append(hidden(fact));
        }
        return text.isEmpty() ? "there" : text.toString();
    }

    private static String words(Fact fact) {
        return switch (fact.kind()) {
            case ROLE -> fact.words().isEmpty() ? "no attributes" : fact.words();
            case RELATION -> "";
            default -> fact.words();
        };
    }

    private static String hidden(Fact fact) {
        String what =
                switch (fact.kind()) {
                    case ROLE -> "password ";
                    case SETTING, ATTRIBUTE, COMMENT -> "value ";
                    default -> "definition ";
                };
        return what
                + (fact.hash().isEmpty()
                        ? NONE
                        : fact.hash().substring(0, Math.min(HASH, fact.hash().length())));
    }
}

package dev.sallyport.provision.drift;

import static dev.sallyport.provision.drift.Severity.ALERT;
import static dev.sallyport.provision.drift.Severity.NOTICE;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whose business a difference is: an alert, a notice, or nobody's here. */
final class Relevance {
    /** Settings of a database or of a stranger that change what statements mean or load code. */
    private static final Set<String> RISKY =
            Set.of(
                    "search_path",
                    "row_security",
                    "role",
                    "session_authorization",
                    "session_preload_libraries",
                    "local_preload_libraries",
                    "session_replication_role",
                    "event_triggers",
                    "default_transaction_read_only",
                    "standard_conforming_strings",
                    "allow_system_table_mods");

    private final Watched watched;
    private final Standing standing;

    Relevance(Watched watched, Standing standing) {
        this.watched = watched;
        this.standing = standing;
    }

    Optional<Severity> of(Difference difference) {
        if (difference.isRenamed()) {
            return Stream.of(difference.asGone(), difference.asNew())
                    .flatMap(half -> of(half).stream())
                    .min(Comparator.naturalOrder());
        }
        return governed(difference).or(() -> when(isOfAdopted(difference), NOTICE));
    }

    /** Who was adopted stays as adopted, also where nothing is governed. */
    private boolean isOfAdopted(Difference difference) {
        Fact fact = difference.fact();
        return switch (fact.kind()) {
            case GRANT ->
                    watched.adopts(fact.grantee())
                            || (watched.adopted().isPresent()
                                    && fact.grantee().equals(Fact.PUBLIC));
            case SETTING -> watched.adopts(fact.grantee());
            case DEFAULTS -> difference.isGone() && watched.adopts(fact.owner());
            case RELATION, SCHEMA, FUNCTION, TYPE ->
                    difference.before().filter(was -> watched.adopts(was.owner())).isPresent()
                            && difference
                                    .after()
                                    .filter(is ->
                                            !is.owner()
                                                    .equals(
                                                            difference
                                                                    .before()
                                                                    .orElseThrow()
                                                                    .owner()))
                                    .isPresent();
            default -> false;
        };
    }

    private Optional<Severity> governed(Difference difference) {
        Fact fact = difference.fact();
        return switch (fact.kind()) {
            case ROLE -> Optional.of(role(difference));
            case COMMENT -> when(standing.isOurs(fact.name()), NOTICE);
            case MEMBER -> Optional.of(member(fact));
            case SETTING -> setting(fact);
            case GRANT -> grant(fact);
            case DEFAULTS -> defaults(difference);
            case RELATION -> relation(difference);
            case COLUMN -> column(difference);
            case ROW_SECURITY, POLICY, TRIGGER, RULE, CONSTRAINT, UNIQUE_INDEX ->
                    when(concerns(fact.schema()) || governs(fact), ALERT);
            case REPLICA_IDENTITY -> when(concerns(fact.schema()) || governs(fact), NOTICE);
            case CAST -> Optional.of(fact.words().equals("explicit") ? NOTICE : ALERT);
            case SYSTEM_RELATION -> Optional.of(difference.isOnlyTouched() ? NOTICE : ALERT);
            case SCHEMA -> when(concerns(fact.name()) || standing.isOurs(fact.owner()), ALERT);
            case FUNCTION -> function(fact);
            case TYPE -> when(concerns(fact.schema()) || standing.isOurs(fact.owner()), NOTICE);
            case LARGE_OBJECT,
                    FOREIGN_DATA_WRAPPER,
                    SERVER,
                    USER_MAPPING,
                    SECURITY_LABEL,
                    TABLESPACE ->
                    Optional.of(standing.isOurs(fact.owner()) ? ALERT : NOTICE);
            case PUBLICATION -> Optional.of(publication(difference));
            case DATABASE -> Optional.of(fact.name().equals(watched.database()) ? ALERT : NOTICE);
            case LANGUAGE,
                    EXTENSION,
                    EVENT_TRIGGER,
                    SUBSCRIPTION,
                    SLOT,
                    CONFIGURATION,
                    HELD,
                    ATTRIBUTE,
                    MADE ->
                    Optional.of(ALERT);
            case EXTENSION_MEMBERS -> when(!difference.isNew() && !difference.isGone(), ALERT);
            case READ, UNSEEN -> Optional.empty();
        };
    }

    private Severity role(Difference difference) {
        if (difference.isOnlyTouched()) {
            return NOTICE;
        }
        boolean gains = Standing.might().stream().anyMatch(difference::gains);
        boolean isMighty = difference.after().filter(f -> Standing.isMighty(f.words())).isPresent();
        return gains || isMighty || standing.isOurs(difference.fact().name()) ? ALERT : NOTICE;
    }

    private Severity member(Fact fact) {
        return standing.isDangerous(fact.name())
                        || standing.reaches(fact.name())
                        || standing.isOurs(fact.grantee())
                ? ALERT
                : NOTICE;
    }

    private Optional<Severity> setting(Fact fact) {
        boolean here = fact.part().isEmpty() || fact.part().equals(watched.database());
        if (standing.isOurs(fact.grantee())) {
            return Optional.of(ALERT);
        }
        if (fact.grantee().isEmpty()) {
            return when(here, RISKY.contains(fact.name()) ? ALERT : NOTICE);
        }
        return when(here && RISKY.contains(fact.name()), NOTICE);
    }

    private Optional<Severity> grant(Fact fact) {
        if (standing.isOurs(fact.grantee())) {
            return Optional.of(ALERT);
        }
        boolean everybody = fact.grantee().equals(Fact.PUBLIC);
        return switch (fact.target()) {
            case "table", "column", "sequence" ->
                    when(concerns(fact.schema()) || governs(fact) || isSystem(fact), ALERT);
            case "schema" ->
                    when(
                            concerns(fact.name()) || (everybody && fact.name().equals("public")),
                            ALERT);
            case "function" -> when(concerns(fact.schema()) || isSystem(fact), ALERT);
            case "type" -> when(concerns(fact.schema()), NOTICE);
            case "database" -> Optional.of(fact.name().equals(watched.database()) ? ALERT : NOTICE);
            case "default" ->
                    Optional.of(
                            everybody || standing.reaches(fact.part()) || concerns(fact.schema())
                                    ? ALERT
                                    : NOTICE);
            default -> Optional.of(everybody ? ALERT : NOTICE);
        };
    }

    /** A new row only takes from everybody; what it gives is told as grants. */
    private Optional<Severity> defaults(Difference difference) {
        return when(
                difference.isGone() && standing.ownsWhatIsGoverned(difference.fact().owner()),
                ALERT);
    }

    private Optional<Severity> relation(Difference difference) {
        Fact fact = difference.fact();
        if (difference.isNew() && governs(fact)) {
            return Optional.empty();
        }
        return when(
                concerns(fact.schema())
                        || governs(fact)
                        || standing.isOurs(fact.owner())
                        || touchesGoverned(difference),
                ALERT);
    }

    private Optional<Severity> column(Difference difference) {
        Fact fact = difference.fact();
        if (standing.isOurSchema(fact.schema())) {
            return Optional.of(ALERT);
        }
        if (!watched.manages(fact.schema()) && !governs(fact)) {
            return Optional.empty();
        }
        if (difference.isNew()) {
            return when(!watched.classifies(fact.schema(), fact.name(), fact.part()), ALERT);
        }
        return Optional.of(NOTICE);
    }

    /** One that runs as somebody who reaches the data is a way to them. */
    private Optional<Severity> function(Fact fact) {
        boolean lends = fact.words().contains("security definer") && standing.reaches(fact.owner());
        boolean reads = fact.touches().stream().anyMatch(this::isOfInterest);
        return when(
                concerns(fact.schema())
                        || isSystem(fact)
                        || fact.target().equals("builtin")
                        || lends
                        || reads
                        || fact.words().contains("leakproof"),
                ALERT);
    }

    private Severity publication(Difference difference) {
        return difference.fact().words().contains("all tables") || touchesGoverned(difference)
                ? ALERT
                : NOTICE;
    }

    private boolean touchesGoverned(Difference difference) {
        return difference.before().stream()
                        .flatMap(fact -> fact.touches().stream())
                        .anyMatch(this::isOfInterest)
                || difference.after().stream()
                        .flatMap(fact -> fact.touches().stream())
                        .anyMatch(this::isOfInterest);
    }

    private boolean isOfInterest(String relation) {
        int dot = relation.indexOf('.');
        return dot > 0 && (watched.governs(relation) || concerns(relation.substring(0, dot)));
    }

    private boolean concerns(String schema) {
        return watched.manages(schema) || standing.isOurSchema(schema);
    }

    private boolean governs(Fact fact) {
        return watched.governs(fact.schema(), fact.name());
    }

    private static boolean isSystem(Fact fact) {
        return fact.schema().equals("pg_catalog");
    }

    private static Optional<Severity> when(boolean condition, Severity severity) {
        return condition ? Optional.of(severity) : Optional.empty();
    }
}

package dev.sallyport.control.oidc;

import dev.sallyport.control.directory.Alarms;
import dev.sallyport.control.directory.DirectoryWork;
import dev.sallyport.control.directory.Groups;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.oidc.OidcSettings.GroupClaim;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Who is in the groups that an operator gave to the provider: by the exact value of its claim, and
 * never by what a group is called there.
 */
final class ProviderGroups {
    /** An operator who did not hear it in this time is told again. */
    private static final Duration TELL_AGAIN = Duration.ofHours(1);

    private final GroupClaim settings;
    private final String issuer;
    private final Groups groups;
    private final DirectoryWork work;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Map<Problem, Instant> told = new ConcurrentHashMap<>();

    ProviderGroups(
            OidcSettings settings,
            Groups groups,
            DirectoryWork work,
            Alarms alarms,
            InstantSource clock) {
        this.settings = settings.groups();
        this.issuer = settings.issuer().toString();
        this.groups = groups;
        this.work = work;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** What came of a claim. */
    enum Outcome {
        /** The person is in the groups it says, and in no other of the provider's. */
        SET,
        /** It did not say all of them, so they are in those they were in. */
        UNTOLD
    }

    Outcome set(Person person, Claims claims) {
        if (settings.groups().isEmpty()) {
            return Outcome.SET;
        }
        if (isOverage(claims)) {
            tell(
                    ProblemCode.SP7169,
                    "the identity provider told not all groups of somebody, who keeps theirs",
                    "have it send the mapped groups only, or fewer");
            return Outcome.UNTOLD;
        }
        Set<String> values = new HashSet<>(claims.texts(settings.claim()));
        Set<String> among = new HashSet<>(settings.groups().values());
        Set<String> wanted =
                settings.groups().entrySet().stream()
                        .filter(one -> values.contains(one.getKey()))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.toSet());
        work.change(
                        "oidc:" + issuer,
                        "groups told at sign-in",
                        change -> groups.place(change, person, among, wanted))
                .forEach(missing ->
                        tell(
                                ProblemCode.SP7171,
                                "group `" + missing + "` is not in the directory",
                                "make it there, or take it out of `control.oidc.groups`"));
        return Outcome.SET;
    }

    /** Entra, for somebody in more groups than a token holds: told elsewhere, or only that. */
    private boolean isOverage(Claims claims) {
        JsonNode some = claims.raw("hasgroups");
        return claims.raw("_claim_names").has(settings.claim())
                || (some.isBoolean() && some.booleanValue())
                || (some.isString() && some.stringValue().equalsIgnoreCase("true"));
    }

    private void tell(ProblemCode code, String message, String instead) {
        Problem problem = Problem.of(code, message, instead);
        Instant now = clock.instant();
        Instant last = told.get(problem);
        if (last == null || !now.isBefore(last.plus(TELL_AGAIN))) {
            told.put(problem, now);
            alarms.raise(problem);
        }
    }
}

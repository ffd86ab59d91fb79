package dev.sallyport.gateway;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Catalog.Purpose;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.SessionClocks;
import dev.sallyport.policy.Span;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.MessageFields;
import dev.sallyport.wire.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a person is told as they come in: as whom, what for, what they will see and how long. */
final class SignInNotice {
    private static final String SUCCESS = "00000";

    /** Enough to recognise one's own job by; a line is no report. */
    private static final int NAMED = 5;

    private SignInNotice() {}

    /** Empty for programs, and for clients that want none. */
    static Optional<NoticeResponse> of(
            PolicySnapshot policy,
            Admission.Admitted who,
            Optional<String> application,
            Set<String> quiet,
            Instant now) {
        boolean told =
                who.asker().kind() == AskerKind.PEOPLE
                        && !who.arrival().stated().wantsNoNotice()
                        && application.filter(quiet::contains).isEmpty();
        return told
                ? Optional.of(
                        new NoticeResponse(
                                MessageFields.of(Severity.NOTICE, SUCCESS, words(policy, who, now))
                                        .withHint(
                                                "SET sallyport.purpose says another purpose;"
                                                        + " options=\"-c sallyport.notice=off\" leaves"
                                                        + " this out.")))
                : Optional.empty();
    }

    private static String words(PolicySnapshot policy, Admission.Admitted who, Instant now) {
        Set<String> rows = new LinkedHashSet<>();
        Set<String> masks = new TreeSet<>();
        String database = who.arrival().database();
        who.roles().stream()
                .flatMap(name -> policy.policy().effective(name).stream())
                .flatMap(role -> role.allow().stream())
                .filter(one -> one.on().stream().anyMatch(on -> on.database().equals(database)))
                .forEach(one -> seen(one, rows, masks));
        Purpose purpose = who.purpose();
        return "You are "
                + who.login()
                + " ("
                + named(who.roles())
                + "). Purpose: "
                + purpose.name()
                + ". Rows: "
                + named(rows)
                + ". Masked: "
                + named(masks)
                + "."
                + ends(who, now);
    }

    private static void seen(Role.Rectangle rectangle, Set<String> rows, Set<String> masks) {
        rows.add(rectangle.scope());
        rectangle.masked().forEach((dataClass, mask) -> masks.add(dataClass + " (" + mask + ")"));
    }

    private static String named(Collection<String> names) {
        List<String> first = names.stream().limit(NAMED).toList();
        return (first.isEmpty() ? "none" : String.join(", ", first))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    private static String ends(Admission.Admitted who, Instant now) {
        SessionClocks clocks = who.clocks();
        Optional<Instant> last =
                Stream.concat(
                                who.until().stream(),
                                clocks.max().stream().map(Span::length).map(now::plus))
                        .min(Instant::compareTo);
        String idle =
                clocks.idle().map(span -> "after " + span + " without a statement").orElse("");
        String at = last.map(end -> "at " + end.truncatedTo(ChronoUnit.SECONDS)).orElse("");
        return idle.isEmpty() && at.isEmpty()
                ? ""
                : " Ends " + idle + (idle.isEmpty() || at.isEmpty() ? "" : ", ") + at + ".";
    }
}

package dev.sallyport.conformance;

import dev.sallyport.conformance.Intruder.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs an attack against a target and says why it does not hold, if it does not. */
final class AttackJudge implements AutoCloseable {
    /** An earlier attack may have ended the backend. */
    private static final int ALIVE_SECONDS = 5;

    private final AttackTarget target;
    private final Connection admin;
    private final Canaries canaries;
    private final Map<String, String> passwords;

    /** What the catalogs are between two attacks. */
    private final String catalogs;

    private String rows;
    private final Map<String, Connection> people = new HashMap<>();

    AttackJudge(AttackTarget target) throws SQLException {
        this.target = target;
        this.admin = target.admin();
        this.canaries = new Canaries(admin);
        this.passwords = AttackTarget.passwords(admin);
        this.catalogs = AttackTarget.catalogs(admin);
        this.rows = AttackTarget.rows(admin);
    }

    Optional<String> judge(Attack attack) throws SQLException {
        try {
            for (String sql : attack.setup()) {
                AttackTarget.run(admin, sql);
            }
            String before = attack.setup().isEmpty() ? catalogs : AttackTarget.catalogs(admin);
            List<Answer> answers = answers(attack);
            return leak(attack, answers)
                    .or(() -> verdict(attack, answers))
                    .or(() -> changed(attack, before));
        } finally {
            restore(attack);
        }
    }

    /** The next attack finds the hospital as this one did. */
    private void restore(Attack attack) throws SQLException {
        for (String sql : attack.teardown()) {
            tidy(sql);
        }
        if (attack.writes() || !attack.setup().isEmpty()) {
            rows = AttackTarget.rows(admin);
        }
        if (AttackTarget.catalogs(admin).equals(catalogs)) {
            return;
        }
        for (var password : passwords.entrySet()) {
            AttackTarget.run(
                    admin,
                    "ALTER ROLE " + password.getKey() + " PASSWORD '" + password.getValue() + "'");
        }
        if (!AttackTarget.catalogs(admin).equals(catalogs)) {
            throw new IllegalStateException(attack.id() + " leaves something behind");
        }
    }

    private List<Answer> answers(Attack attack) throws SQLException {
        boolean stays = !attack.login().equals("u_evil");
        Connection person = stays ? person(attack.login()) : target.as(attack.login());
        try {
            return Intruder.run(person, attack.sql());
        } finally {
            if (stays) {
                AttackTarget.run(person, "ROLLBACK");
                AttackTarget.run(person, "DISCARD ALL");
            } else {
                person.close();
            }
        }
    }

    private Connection person(String login) throws SQLException {
        Connection open = people.get(login);
        if (open == null || !open.isValid(ALIVE_SECONDS)) {
            open = target.as(login);
            people.put(login, open);
        }
        return open;
    }

    private Optional<String> leak(Attack attack, List<Answer> answers) {
        String known = String.join("\n", attack.sql());
        return answers.stream()
                .flatMap(answer ->
                        canaries.leak(attack.login(), answer.everything(), known).stream())
                .map(word -> "leaks " + word)
                .findFirst();
    }

    private static Optional<String> verdict(Attack attack, List<Answer> answers) {
        List<String> refusals =
                answers.stream().flatMap(answer -> answer.refusal().stream()).toList();
        Optional<String> strange =
                refusals.stream().filter(state -> !attack.refusals().contains(state)).findFirst();
        if (strange.isPresent()) {
            return strange.map(state -> "fails with " + state + ", which is no refusal we know");
        }
        if (!refusals.isEmpty()) {
            return Optional.empty();
        }
        if (attack.expect() == Attack.Expect.DENIED) {
            return Optional.of("is not refused");
        }
        return attack.held() ? otherValues(attack, answers) : succeeds(answers);
    }

    /** Where the corpus answered single values, ours are the same: its rows are ours. */
    private static Optional<String> otherValues(Attack attack, List<Answer> answers) {
        List<String> values = new ArrayList<>();
        answers.forEach(answer -> answer.value().ifPresent(values::add));
        List<String> expected = attack.values();
        return expected.isEmpty() || values.equals(expected)
                ? Optional.empty()
                : Optional.of("answers " + values + " and not " + expected);
    }

    /** What PostgreSQL alone did not stop holds only where it answers nothing. */
    private static Optional<String> succeeds(List<Answer> answers) {
        return answers.stream().anyMatch(answer -> answer.rows() > 0)
                        || answers.stream().allMatch(answer -> answer.value().isEmpty())
                ? Optional.of("is answered")
                : Optional.empty();
    }

    private Optional<String> changed(Attack attack, String before) {
        try {
            if (!attack.mayChange() && !AttackTarget.catalogs(admin).equals(before)) {
                return Optional.of("changes the catalogs");
            }
            boolean mayWrite = attack.expect() != Attack.Expect.DENIED || !attack.writes();
            return mayWrite || AttackTarget.rows(admin).equals(rows)
                    ? Optional.empty()
                    : Optional.of("changes rows");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the corpus undoes may not have happened here. */
    private void tidy(String sql) {
        try {
            AttackTarget.run(admin, sql);
        } catch (SQLException e) {
            if (!e.getSQLState().startsWith("42")) {
                throw new IllegalStateException(sql, e);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection person : people.values()) {
            person.close();
        }
        admin.close();
    }
}

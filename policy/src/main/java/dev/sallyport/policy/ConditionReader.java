package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1114;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a condition and checks it: what it asks about exists, and it is yes or no. */
final class ConditionReader {
    private static final Pattern UNDECLARED =
            Pattern.compile("undeclared reference to '([^']+)'.*", Pattern.DOTALL);

    private static final String INSTEAD = "write it as `hour(now, \"Europe/Berlin\") < 18`";

    private final Problems problems;

    ConditionReader(Problems problems) {
        this.problems = problems;
    }

    /** Empty where what stands there has been reported. */
    Optional<Condition> read(Yaml.Scalar word) {
        String text = word.text();
        if (text.length() > ConditionCompiler.MAX_LENGTH) {
            problems.add(
                    word.place(),
                    SP1004,
                    "a condition longer than " + ConditionCompiler.MAX_LENGTH + " characters",
                    "split it over several roles");
            return Optional.empty();
        }
        try {
            CelAbstractSyntaxTree checked = ConditionCompiler.checked(text);
            return constantsAreSound(word, checked)
                    ? Optional.of(
                            new Condition(text, word.place(), ConditionCompiler.program(checked)))
                    : Optional.empty();
        } catch (CelValidationException mistaken) {
            // The first mistake; what follows it is often only its consequence.
            List<CelIssue> issues = mistaken.getErrors();
            issues.stream().findFirst().ifPresent(issue -> tell(word, issue));
            return Optional.empty();
        }
    }

    private void tell(Yaml.Scalar word, CelIssue issue) {
        Matcher unknown = UNDECLARED.matcher(issue.getMessage());
        String at =
                "condition, line "
                        + Math.max(1, issue.getSourceLocation().getLine())
                        + " column "
                        + (Math.max(0, issue.getSourceLocation().getColumn()) + 1)
                        + ": ";
        if (unknown.matches()) {
            List<String> known =
                    Stream.concat(
                                    ConditionCompiler.VARIABLES.stream(),
                                    ConditionCompiler.FUNCTIONS.stream())
                            .toList();
            problems.add(
                    word.place(),
                    SP1114,
                    at + "unknown word " + Words.quoted(unknown.group(1)),
                    Words.suggestion(unknown.group(1), known));
        } else {
            String said = Words.oneLine(issue.getMessage()).replace('`', '\'');
            problems.add(word.place(), SP1114, at + said, INSTEAD);
        }
    }

    /** A zone or a network that does not exist would make a condition that never holds. */
    private boolean constantsAreSound(Yaml.Scalar word, CelAbstractSyntaxTree checked) {
        return CelNavigableAst.fromAst(checked)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .filter(node -> node.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL)
                .map(CelExpr::call)
                .filter(call -> ConditionCompiler.FUNCTIONS.contains(call.function()))
                .allMatch(call -> isSound(word, call));
    }

    private boolean isSound(Yaml.Scalar word, CelExpr.CelCall call) {
        List<CelExpr> arguments = call.args();
        CelExpr second = arguments.getLast();
        if (second.exprKind().getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || second.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            return true;
        }
        String text = second.constant().stringValue();
        boolean network = call.function().equals("in_network");
        if (network ? Network.of(text).isPresent() : isZone(text)) {
            return true;
        }
        problems.add(
                word.place(),
                SP1114,
                Words.quoted(text) + (network ? " is not a network" : " is not a time zone"),
                network ? "write it as `10.0.0.0/8`" : "write it as `Europe/Berlin`");
        return false;
    }

    private static boolean isZone(String text) {
        try {
            ZoneId.of(text);
            return true;
        } catch (DateTimeException unknown) {
            return false;
        }
    }
}

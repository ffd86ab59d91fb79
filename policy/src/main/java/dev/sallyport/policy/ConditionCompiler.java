package dev.sallyport.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The expressions of conditions: CEL with the variables and functions below, without macros, so
 * that nothing loops and the cost of one is bounded by its length.
 */
final class ConditionCompiler {
    /** Ten lines; a longer condition is a rule of its own and belongs in a role of its own. */
    static final int MAX_LENGTH = 1_000;

    /** Deeper than any condition people write; the parser's own bound is 250. */
    private static final int MAX_DEPTH = 32;

    /** The regular expressions of {@code matches} are linear; this bounds their memory. */
    private static final int MAX_PATTERN = 1_000;

    static final List<String> VARIABLES =
            List.of("now", "network", "device", "purpose", "environment", "user");

    static final List<String> FUNCTIONS = List.of("hour", "weekday", "in_network");

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .maxExpressionCodePointSize(MAX_LENGTH)
                    .maxParseRecursionDepth(MAX_DEPTH)
                    .maxRegexProgramSize(MAX_PATTERN)
                    .comprehensionMaxIterations(1)
                    .enableComprehension(false)
                    .enableHeterogeneousNumericComparisons(true)
                    .build();

    private static final CelCompiler COMPILER =
            CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(List.of())
                    .setResultType(SimpleType.BOOL)
                    .addVar("now", SimpleType.TIMESTAMP)
                    .addVar("network", SimpleType.STRING)
                    .addVar("device", MapType.create(SimpleType.STRING, SimpleType.STRING))
                    .addVar("purpose", SimpleType.STRING)
                    .addVar("environment", SimpleType.STRING)
                    .addVar(
                            "user",
                            MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)))
                    .addFunctionDeclarations(
                            declared("hour", SimpleType.INT, SimpleType.TIMESTAMP),
                            declared("weekday", SimpleType.INT, SimpleType.TIMESTAMP),
                            declared("in_network", SimpleType.BOOL, SimpleType.STRING))
                    .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .addFunctionBindings(bound("hour", ConditionCompiler::hour))
                    .addFunctionBindings(bound("weekday", ConditionCompiler::weekday))
                    .addFunctionBindings(
                            CelFunctionBinding.fromOverloads(
                                    "in_network",
                                    CelFunctionBinding.from(
                                            "in_network_of",
                                            String.class,
                                            String.class,
                                            ConditionCompiler::inNetwork)))
                    .build();

    private ConditionCompiler() {}

    private static Set<CelFunctionBinding> bound(
            String name, CelFunctionOverload.Binary<Instant, String> function) {
        return CelFunctionBinding.fromOverloads(
                name, CelFunctionBinding.from(name + "_of", Instant.class, String.class, function));
    }

    private static Object hour(Instant at, String zone) {
        return (long) at.atZone(ZoneId.of(zone)).getHour();
    }

    /** 1 is Monday. */
    private static Object weekday(Instant at, String zone) {
        return (long) at.atZone(ZoneId.of(zone)).getDayOfWeek().getValue();
    }

    private static CelFunctionDecl declared(String name, CelType result, CelType first) {
        return CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newGlobalOverload(name + "_of", result, first, SimpleType.STRING));
    }

    /** An address nobody can read is not known to be outside the network either. */
    private static boolean inNetwork(String ip, String cidr) throws CelEvaluationException {
        Network network =
                Network.of(cidr).orElseThrow(() -> new CelEvaluationException("no network"));
        if (!Network.isAddress(ip)) {
            throw new CelEvaluationException("no address");
        }
        return network.contains(ip);
    }

    static CelAbstractSyntaxTree checked(String text) throws CelValidationException {
        return COMPILER.compile(text).getAst();
    }

    static Predicate<Circumstances> program(CelAbstractSyntaxTree checked) {
        try {
            Program program = RUNTIME.createProgram(checked);
            Set<String> asked = asked(checked);
            return circumstances ->
                    asked.stream().allMatch(name -> value(name, circumstances).isPresent())
                            && holds(program, circumstances);
        } catch (CelEvaluationException defect) {
            throw new IllegalStateException("a checked condition has no program", defect);
        }
    }

    /** The variables it names: known whole before anything is evaluated, also behind an `or`. */
    private static Set<String> asked(CelAbstractSyntaxTree checked) {
        return CelNavigableAst.fromAst(checked)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .filter(node -> node.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT)
                .map(node -> node.ident().name())
                .filter(VARIABLES::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** In doubt it does not hold: a value that is missing or broken ends the evaluation. */
    private static boolean holds(Program program, Circumstances circumstances) {
        CelVariableResolver known = name -> value(name, circumstances);
        try {
            return program.eval(known) instanceof Boolean answer && answer;
        } catch (CelEvaluationException | RuntimeException unknown) {
            return false;
        }
    }

    private static Optional<Object> value(String name, Circumstances circumstances) {
        return switch (name) {
            case "now" -> Optional.of(circumstances.at());
            case "network" -> Optional.<Object>empty().or(circumstances::network);
            case "device" -> Optional.of(circumstances.device());
            case "purpose" -> Optional.<Object>empty().or(circumstances::purpose);
            case "environment" -> Optional.<Object>empty().or(circumstances::environment);
            case "user" -> Optional.of(circumstances.user());
            default -> Optional.empty();
        };
    }
}

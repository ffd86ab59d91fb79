package dev.sallyport.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The module table of ARCHITECTURE.md as rules, below any root package: the real one, or the bad
 * sample that each rule must be seen to refuse.
 */
final class ArchitectureRules {
    /** What a module may know beside the JDK and JSpecify; a name with a dot is a library's. */
    private static final Map<String, List<String>> MAY_KNOW =
            Map.of(
                    "problem", List.of(),
                    "sql", List.of(),
                    "grammar", List.of("sql", "com.dylibso.chicory"),
                    "audit", List.of("problem"),
                    "wire", List.of("io.netty.buffer", "io.netty.util"),
                    "policy",
                            List.of("problem", "sql", "grammar", "org.snakeyaml.engine", "dev.cel"),
                    "provision", List.of("problem", "sql", "policy", "org.postgresql"),
                    "gateway",
                            List.of(
                                    "problem",
                                    "sql",
                                    "grammar",
                                    "policy",
                                    "audit",
                                    "wire",
                                    "io.netty"),
                    "control",
                            List.of(
                                    "problem",
                                    "policy",
                                    "org.springframework",
                                    "jakarta",
                                    "org.apache.catalina",
                                    "org.apache.coyote",
                                    "com.zaxxer.hikari",
                                    "org.flywaydb.core",
                                    "tools.jackson",
                                    "com.fasterxml.jackson",
                                    "com.nimbusds.jose",
                                    "com.nimbusds.jwt",
                                    "com.webauthn4j",
                                    "de.captaingoldfish.scim",
                                    "org.bouncycastle",
                                    "com.unboundid"),
                    "cli", List.of("problem", "picocli"));

    private static final String EVASIVE_NAME =
            ".*(Util|Utils|Helper|Manager|Impl|Common|Misc|Info|Data)";

    /** Asking the machine for the time or for chance; whoever does cannot be tested at will. */
    private static final Set<String> UNTESTABLE =
            Set.of(
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.time.Clock.systemUTC",
                    "java.time.InstantSource.system",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.Math.random");

    private static final Set<String> WAITING =
            Set.of("get", "join", "await", "awaitUninterruptibly", "sync", "syncUninterruptibly");

    private ArchitectureRules() {}

    static Map<String, ArchRule> below(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        MAY_KNOW.keySet().stream()
                .sorted()
                .forEach(
                        module -> rules.put(module + " knows its own", dependencies(root, module)));
        rules.put("java.sql stays at the database door", jdbc(root));
        rules.put("Netty stays in wire and gateway", netty(root));
        rules.put("time and chance are passed in", clocks(root));
        rules.put("names say what a thing is", names());
        rules.put(
                "packages form no cycle",
                slices().matching(root + ".(**)").should().beFreeOfCycles());
        rules.put("nothing on an event loop waits", waiting(root));
        return rules;
    }

    private static ArchRule dependencies(String root, String module) {
        String[] known =
                Stream.concat(
                                Stream.of(
                                        "java..",
                                        "javax..",
                                        "org.jspecify.annotations..",
                                        root + "." + module + ".."),
                                MAY_KNOW.getOrDefault(module, List.of()).stream()
                                        .map(name ->
                                                isModule(name)
                                                        ? root + "." + name + ".."
                                                        : name + ".."))
                        .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(root + "." + module + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(known);
    }

    private static boolean isModule(String name) {
        return MAY_KNOW.containsKey(name);
    }

    /** Two messages of the protocol are named so by its manual. */
    private static ArchRule names() {
        return noClasses()
                .that()
                .doNotHaveSimpleName("CopyData")
                .and()
                .doNotHaveSimpleName("BackendKeyData")
                .should()
                .haveNameMatching(EVASIVE_NAME);
    }

    private static ArchRule jdbc(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        root + ".provision..",
                        root + ".control..",
                        root + ".app..",
                        root + ".testkit..",
                        root + ".bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..");
    }

    private static ArchRule netty(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(root + ".wire..", root + ".gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..");
    }

    private static ArchRule clocks(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(root + ".app..", root + ".testkit..", root + ".bench..")
                .should()
                .callMethodWhere(
                        call(
                                "time or chance",
                                call -> UNTESTABLE.contains(owner(call) + "." + call.getName())));
    }

    /** All of the gateway but who opens and closes it runs on the loops. */
    private static ArchRule waiting(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".gateway..")
                .and()
                .doNotHaveSimpleName("GatewayServer")
                .should()
                .callMethodWhere(call("that waits", ArchitectureRules::waits));
    }

    private static boolean waits(JavaMethodCall call) {
        String owner = owner(call);
        return owner.startsWith("java.sql.")
                || (owner.equals("java.lang.Thread")
                        && Set.of("sleep", "join").contains(call.getName()))
                || (owner.equals("dev.sallyport.audit.AuditLog") && call.getName().equals("await"))
                || (WAITING.contains(call.getName())
                        && (call.getTargetOwner().isAssignableTo(java.util.concurrent.Future.class)
                                || call.getTargetOwner()
                                        .isAssignableTo(
                                                java.util.concurrent.CountDownLatch.class)));
    }

    private static DescribedPredicate<JavaMethodCall> call(
            String name, java.util.function.Predicate<JavaMethodCall> predicate) {
        return describe(name, predicate);
    }

    private static String owner(JavaMethodCall call) {
        return call.getTargetOwner().getName();
    }
}

package dev.sallyport.policy;

import dev.sallyport.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a policy folder whole: every file, every problem, or one checked policy. */
public final class PolicyReader {
    private final Problems problems = new Problems();
    private final Sections sections = new Sections(problems);
    private final List<ShapeCheck.Misfit> misfits = new ArrayList<>();
    private final StringBuilder hashes = new StringBuilder();

    private PolicyReader() {}

    public static PolicyReading read(Path folder) {
        PolicyReader reader = new PolicyReader();
        PolicyFiles.in(folder, reader.problems).parallelStream()
                .map(PolicySource::read)
                .toList()
                .forEach(reader::add);
        if (reader.sections.isEmpty()) {
            return new PolicyReading.Rejected(reader.problems.listed());
        }
        Policy policy = reader.policy();
        reader.holdToGrammar();
        if (!reader.problems.isEmpty()) {
            return new PolicyReading.Rejected(reader.problems.listed());
        }
        AccessIndex index = new AccessIndex(policy);
        Separation separation = new Separation(policy, index);
        separation.problems().forEach(reader.problems::add);
        new AgentBounds(policy).problems().forEach(reader.problems::add);
        GroupKeys.missing(policy, index).forEach(reader.problems::add);
        List<Problem> warnings =
                Advice.on(policy, index, separation).stream().map(reader.problems::exact).toList();
        return reader.problems.isEmpty()
                ? new PolicyReading.Accepted(policy, warnings)
                : new PolicyReading.Rejected(reader.problems.listed());
    }

    private void add(PolicySource source) {
        problems.add(source.problems());
        hashes.append(source.hashed());
        misfits.addAll(source.misfits());
        source.tree().ifPresentOrElse(sections::add, problems::someFileIsUnread);
    }

    /** After the readers, which tell the same mistakes by the names of things. */
    private void holdToGrammar() {
        misfits.forEach(problems::add);
    }

    private Policy policy() {
        Catalog catalog = new CatalogReader(sections, problems).read();
        Lookup lookup = new Lookup(catalog, problems);
        Map<String, Role> roles = new LinkedHashMap<>();
        List<Yaml.Entry> written = sections.entries("roles");
        RoleReader roleReader =
                new RoleReader(
                        written.stream().map(entry -> entry.key().text()).toList(),
                        lookup,
                        problems);
        for (Yaml.Entry entry : written) {
            roles.put(entry.key().text(), roleReader.read(entry));
        }
        Assigned assigned = new AssignedReader(roles.keySet(), lookup, sections, problems).read();
        List<PolicyTest> tests = new ArrayList<>();
        TestReader testReader =
                new TestReader(
                        new ImaginedReader(roles.keySet(), assigned, lookup, problems),
                        AskedColumns.of(catalog, roles.values()),
                        lookup,
                        problems);
        sections.items("tests").forEach(item -> tests.addAll(testReader.read(item)));
        String hash = PolicyFiles.sha256(hashes.toString().getBytes(StandardCharsets.UTF_8));
        Policy policy =
                new Policy(
                        hash,
                        catalog,
                        roles,
                        new Inheritance(roles, problems).effective(),
                        assigned.functions(),
                        assigned.assignments(),
                        assigned.separation(),
                        assigned.guardrails(),
                        assigned.reviews(),
                        assigned.console(),
                        tests,
                        new AdoptedReader(problems)
                                .read(sections.entries("adopted"), catalog.databases().keySet()));
        new SeenNames(policy, problems).check();
        return policy;
    }
}

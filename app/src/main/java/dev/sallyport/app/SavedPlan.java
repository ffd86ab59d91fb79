package dev.sallyport.app;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan in a file: what was shown, the policy files it was made from, and the identity of what it
 * would do. Applying it makes the plan again and refuses where that is another one, so what
 * somebody approved is what happens. It holds no secret.
 *
 * @param files the policy and the people it was made from
 * @param identities {@link Plan#identity()} for each database
 */
record SavedPlan(PolicyFiles files, SortedMap<String, String> identities) {
    private static final String KIND = "sallyport.plan";

    /** A plan over ten thousand tables stays below it. */
    private static final int LONGEST = 256 * 1024 * 1024;

    /** No path, nothing hidden: a saved plan cannot write outside the folder it is unpacked to. */
    static final Pattern FILE_NAME = Pattern.compile("[^./\\\\][^/\\\\]{0,200}\\.yaml");

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(LONGEST)
                                                    .build())
                                    .build())
                    .build();

    /** Writes it whole or not at all, for its owner alone. */
    static void write(Path file, PlanDocument plans, PolicyFiles files) throws IOException {
        ObjectNode document = plans.json().put("kind", KIND);
        ObjectNode policy = document.putObject("policy");
        files.policy().forEach((name, content) -> policy.put(name, text(content)));
        files.people().ifPresent(people -> document.put("people", text(people)));
        Folders.write(file, JsonDocument.print(document).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws Refused when it is not a plan, or of a version not known here
     */
    static SavedPlan read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
            throw refused(file, "there is no saved plan");
        }
        try {
            JsonNode document = MAPPER.readTree(Files.readAllBytes(file));
            if (!document.path("kind").asString("").equals(KIND)
                    || document.path("v").asInt(0) != PlanDocument.VERSION) {
                throw refused(file, "this is no saved plan of this version of Sallyport");
            }
            return new SavedPlan(files(file, document), identities(document));
        } catch (JacksonException damaged) {
            throw refused(file, "the saved plan is damaged");
        }
    }

    private static PolicyFiles files(Path file, JsonNode document) {
        SortedMap<String, byte[]> policy = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : document.path("policy").properties()) {
            if (!FILE_NAME.matcher(one.getKey()).matches()) {
                throw refused(file, "the saved plan names a file that is none of a policy");
            }
            policy.put(one.getKey(), bytes(one.getValue()));
        }
        return new PolicyFiles(
                policy, Optional.ofNullable(document.get("people")).map(SavedPlan::bytes));
    }

    private static SortedMap<String, String> identities(JsonNode document) {
        SortedMap<String, String> identities = new TreeMap<>();
        for (JsonNode database : document.path("databases")) {
            identities.put(
                    database.path("database").asString(""), database.path("identity").asString(""));
        }
        return identities;
    }

    /**
     * Refuses unless these are the plans that were saved.
     *
     * @param file where it was saved, for the message
     */
    void require(Path file, Map<String, Plan> plans) {
        if (!plans.keySet().equals(identities.keySet())) {
            throw refused(file, "the saved plan is about other databases");
        }
        for (Map.Entry<String, Plan> plan : plans.entrySet()) {
            if (!plan.getValue().identity().equals(identities.get(plan.getKey()))) {
                throw new Refused(
                        Problem.of(
                                ProblemCode.SP3005,
                                "`"
                                        + plan.getKey()
                                        + "` is not as it was when the plan was saved, or somebody's"
                                        + " access has ended since",
                                "plan again"));
            }
        }
    }

    private static byte[] bytes(JsonNode text) {
        return text.asString("").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    private static Refused refused(Path file, String what) {
        return new Refused(
                Problem.at(
                        Place.line(file.toString(), 0),
                        ProblemCode.SP3050,
                        what,
                        "make one with `sallyport plan -o FILE`"));
    }
}

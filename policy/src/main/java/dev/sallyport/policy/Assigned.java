package dev.sallyport.policy;

import java.util.List;
import java.util.Map;

/** What a policy says of who holds what, and of the limits on it. */
record Assigned(
        Map<String, Function> functions,
        List<Assignment> assignments,
        List<Duty> separation,
        List<Guardrail> guardrails,
        List<Review> reviews,
        List<ConsoleAssignment> console) {}

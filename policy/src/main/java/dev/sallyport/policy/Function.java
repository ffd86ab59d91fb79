package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.List;

/** What an application calls a job, granted to people and to applications in the same words. */
public record Function(String name, List<String> roles, String reason, Place place) {

    public Function {
        roles = List.copyOf(roles);
    }
}

package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.explain.Answer;
import dev.sallyport.policy.explain.Asked;
import dev.sallyport.policy.explain.Can;
import dev.sallyport.policy.explain.Explanations;
import dev.sallyport.policy.explain.PolicyDiff;
import dev.sallyport.policy.explain.WhoCan;
import dev.sallyport.policy.explain.Why;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Answers questions to a policy from its files; starts nothing. */
final class Explaining {
    private static final String NOBODY = "";

    private final Checkout checkout;
    private final Instant now;

    Explaining(Checkout checkout, Instant now) {
        this.checkout = checkout;
        this.now = now;
    }

    Exit answer(Request.Explain question, Terminal terminal) throws IOException {
        Answer answer = answer(question);
        switch (question.form()) {
            case TEXT -> answer.lines().forEach(terminal::say);
            case JSON -> terminal.say(answer.json());
        }
        return exit(answer);
    }

    private static Exit exit(Answer answer) {
        return switch (answer) {
            case Why why -> why.allowed() ? Exit.DONE : Exit.DENIED;
            case PolicyDiff diff -> diff.hasEffect() ? Exit.DIFFERS : Exit.DONE;
            case WhoCan ignored -> Exit.DONE;
            case Can ignored -> Exit.DONE;
        };
    }

    private Answer answer(Request.Explain question) throws IOException {
        return switch (question) {
            case Request.Why(
                            var data,
                            var source,
                            var person,
                            var act,
                            var supposed,
                            var ignored) ->
                    explanations(source, data).why(asked(person, act, supposed));
            case Request.WhoCan(var data, var source, var act, var supposed, var ignored) ->
                    explanations(source, data).whoCan(asked(NOBODY, act, supposed));
            case Request.Can(var data, var source, var person, var supposed, var ignored) ->
                    explanations(source, data)
                            .can(asked(person, new Request.Act("", ""), supposed));
            case Request.PolicyDiff diff -> diff(diff);
        };
    }

    /** Each folder with the people beside it, so that a change of people shows, too. */
    private PolicyDiff diff(Request.PolicyDiff asked) {
        PolicyFolder before = PolicyFolder.at(asked.before(), checkout);
        PolicyFolder after = PolicyFolder.at(asked.after(), checkout);
        return PolicyDiff.between(explanations(asked, before), explanations(asked, after));
    }

    private Explanations explanations(Request.PolicyDiff asked, PolicyFolder side) {
        return explanations(side.folder(), asked.people().orElse(side.people()));
    }

    /** Of the people that the doors know, unless somebody names others. */
    private Explanations explanations(Request.Source source, Path data) throws IOException {
        PolicyFolder chosen = PolicyFolder.choose(source.policy(), data, checkout);
        if (source.people().isPresent()) {
            return explanations(chosen.folder(), source.people().get());
        }
        PolicyFolder.Content content = chosen.read();
        return new Explanations(
                content.policy(), content.people().told(ToldPeople.in(data).said()), now);
    }

    private Explanations explanations(Path folder, Path people) {
        PolicyFolder.Content content = new PolicyFolder(folder, people).read();
        return new Explanations(content.policy(), content.people(), now);
    }

    private static Asked asked(String person, Request.Act act, Request.Supposed supposed) {
        return new Asked(
                person,
                act.verb(),
                act.target(),
                supposed.row(),
                supposed.at(),
                supposed.purpose(),
                supposed.network(),
                supposed.device(),
                supposed.environment());
    }
}

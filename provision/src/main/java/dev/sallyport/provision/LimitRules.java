package dev.sallyport.provision;

import dev.sallyport.policy.Limits;
import dev.sallyport.problem.Place;
import java.util.ArrayList;
import java.util.List;

/** Who enforces limits, of a role or of an assignment: the gateway, which sees what leaves. */
final class LimitRules {
    static final String COUNTED =
            "each person's rows are counted, and a statement stops where they end; around it nobody"
                    + " counts";

    static final String GROUPED = "refuses what shows fewer people; around it anybody counts rows";

    static final String EXPORTED =
            "nothing else of what the role shows leaves by COPY; around it whatever is seen can be"
                    + " copied";

    private LimitRules() {}

    /**
     * @param what whose they are
     */
    static List<Ruling> of(Limits limits, String what, Place place) {
        List<Ruling> rulings = new ArrayList<>();
        if (limits.countsRows()) {
            rulings.add(new Ruling("`limits` of " + what, place, new Enforcement.Gateway(COUNTED)));
        }
        limits.minGroup()
                .ifPresent(people ->
                        rulings.add(
                                new Ruling(
                                        "`min_group` of " + what,
                                        place,
                                        new Enforcement.Gateway(GROUPED))));
        limits.export()
                .map(LimitRules::exported)
                .ifPresent(how ->
                        rulings.add(
                                new Ruling(
                                        "`export` in `limits` of " + what,
                                        place,
                                        new Enforcement.Gateway(how))));
        return rulings;
    }

    private static String exported(Limits.ExportRule rule) {
        String how =
                switch (rule) {
                    case DENY -> "refuses COPY … TO STDOUT";
                    case DENY_WHEN_CLASSIFIED ->
                            "refuses COPY … TO STDOUT of a class whose risk is not low";
                    case APPROVE -> "refuses COPY … TO STDOUT until somebody else agrees";
                    case WATERMARK -> "marks each COPY … TO STDOUT in the record";
                };
        return how + "; around it whatever is seen can be copied";
    }
}

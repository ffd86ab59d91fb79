package dev.sallyport.app.hospital;

import static dev.sallyport.app.hospital.Places.one;

import java.util.List;
import java.util.random.RandomGenerator;

/** Words clinicians write. */
final class Notes {
    private Notes() {}

    static final List<String> KINDS =
            List.of("visit", "visit", "visit", "follow-up", "follow-up", "telehealth", "urgent");

    private static final List<String> PLANS =
            List.of(
                    "Continue present treatment.", "Recheck in three months.",
                    "Labs ordered, call with results.", "Dose adjusted, return in two weeks.",
                    "Diet and exercise discussed.", "Referred to specialist.",
                    "Return if worse.", "Home readings requested.");

    private static final List<String> TALKS =
            List.of(
                    "Speaks of trouble at work and little sleep. Supportive talk, 40 minutes.",
                    "Mood better than last month. Misses evenings with friends. Plan kept.",
                    "Grief after a death in the family; tearful, oriented, safe at home.",
                    "Panic on the train twice this week. Breathing practised together.",
                    "Worried about telling the family. Wishes this kept between us.",
                    "Relapse after eight dry months; asks for help early. Group resumed.",
                    "Old quarrel with a brother came up again. No thoughts of self-harm.",
                    "Sleeping seven hours. Wants to lower the dose; agreed to try in spring.");

    static String visit(Illness illness, RandomGenerator random) {
        return illness.finding() + ". " + one(PLANS, random);
    }

    static String talk(RandomGenerator random) {
        return one(TALKS, random);
    }
}

package dev.sallyport.app.hospital;

import java.util.List;
import java.util.random.RandomGenerator;

/** Streets, ZIP codes, telephone numbers and mail addresses that look right and reach nobody. */
final class Places {
    private Places() {}

    private static final List<String> STREETS =
            List.of(
                    "Maple St",
                    "Oak St",
                    "Pine St",
                    "Cedar Ave",
                    "Elm St",
                    "Washington Ave",
                    "Lake Shore Dr",
                    "Hill Rd",
                    "Walnut St",
                    "Spring St",
                    "Church St",
                    "Main St",
                    "Park Ave",
                    "Ridge Rd",
                    "Sunset Blvd",
                    "Willow Ln",
                    "Jefferson St",
                    "River Rd",
                    "Chestnut St",
                    "Highland Ave",
                    "Mill Rd",
                    "Meadow Ln",
                    "Franklin Ave",
                    "Lincoln Way",
                    "Orchard St",
                    "Prospect Ave",
                    "Union St",
                    "Birch Ct");

    /** Most of the patients live near; a few come from areas too small to name by three digits. */
    private static final List<String> NEAR =
            List.of("606", "607", "601", "604", "600", "605", "608", "463", "464", "530");

    private static final List<String> FAR = List.of("036", "059", "821", "879", "331", "941");

    private static final List<String> AREA_CODES =
            List.of("312", "773", "872", "708", "847", "630", "224", "331", "815", "219", "414");

    static String street(RandomGenerator random) {
        String street = 1 + random.nextInt(9899) + " " + one(STREETS, random);
        return random.nextInt(4) == 0 ? street + ", Apt " + (1 + random.nextInt(48)) : street;
    }

    static String zip(RandomGenerator random) {
        String prefix = random.nextInt(20) == 0 ? one(FAR, random) : one(NEAR, random);
        return prefix + "%02d".formatted(1 + random.nextInt(98));
    }

    /** 555-0100 to 555-0199 are set aside for fiction in every area code. */
    static String phone(RandomGenerator random) {
        return "(%s) 555-01%02d".formatted(one(AREA_CODES, random), random.nextInt(100));
    }

    /** The domain {@code .example} cannot be registered, RFC 2606. */
    static String mail(String first, String last, long id) {
        String local = (first + "." + last).toLowerCase(java.util.Locale.ROOT).replace("'", "");
        return local + id + "@mail.example";
    }

    static <T> T one(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}

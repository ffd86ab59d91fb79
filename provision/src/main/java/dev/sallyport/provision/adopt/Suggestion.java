package dev.sallyport.provision.adopt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A class a column seems to have, by its name and type alone: no row is looked at.
 *
 * @param why in a few words, for the comment beside it
 */
record Suggestion(DataClass dataClass, String why) {

    /** The classes that are suggested. */
    enum DataClass {
        IDENTITY("phi.identity", "Names and record numbers", "medium"),
        NATIONAL_ID("phi.national_id", "Social security and other national numbers", "high"),
        BIRTH("phi.birth", "Dates of birth and death", "medium"),
        DEMOGRAPHIC("phi.demographic", "Sex, origin, language, family", "medium"),
        CONTACT("phi.contact", "Address, phone, e-mail", "medium"),
        ZIP("phi.zip", "ZIP code", "medium"),
        CLINICAL("phi.clinical", "Diagnoses, drugs, findings", "high"),
        SENSITIVE("phi.sensitive", "Mental health, HIV, substance use, genes", "critical"),
        FREE_TEXT("phi.free_text", "Notes and documents, which may hold anything", "high"),
        DATES("phi.dates", "Days on which something happened to a person", "medium"),
        FINANCIAL("phi.financial", "Amounts and accounts", "medium"),
        KEY("ops.key", "Keys that join tables", "low"),
        PLAIN("ops.plain", "About rows, not about people", "low");

        private final String word;
        private final String label;
        private final String risk;

        DataClass(String word, String label, String risk) {
            this.word = word;
            this.label = label;
            this.risk = risk;
        }

        String word() {
            return word;
        }

        String label() {
            return label;
        }

        String risk() {
            return risk;
        }
    }

    private static final String TEXT = "S";
    private static final String DATE = "D";
    private static final String NUMBER = "N";

    /**
     * One way to know a column.
     *
     * @param name matches within the name's words, joined by {@code _}
     * @param categories of PostgreSQL's types; empty for all
     */
    private record Rule(DataClass dataClass, Pattern name, String categories, String why) {
        static Rule of(DataClass dataClass, String words, String categories, String why) {
            return new Rule(
                    dataClass, Pattern.compile("(^|_)(" + words + ")(_|$)"), categories, why);
        }

        boolean knows(String name, String category) {
            return (categories.isEmpty() || categories.contains(category))
                    && this.name.matcher(name).find();
        }
    }

    /** Whoever reads one of these is somebody else; they stay invisible. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "(^|_)(password|passwd|pwd|secret|token|api_key|private_key|otp|salt)(_|$)");

    private static final Pattern SENSITIVE_TABLE =
            Pattern.compile(
                    "(^|_)(mental|psych\\w*|hiv|substance|addiction|abuse|genetic|genome)(_|$)");

    private static final Pattern PEOPLE =
            Pattern.compile(
                    "(^|_)(patients?|persons?|people|members?|clients?|customers?|staff|employees?"
                            + "|physicians?|practitioners?|providers?|users?|contacts?|beneficiar\\w*"
                            + "|individuals?|actors?|nurses?|doctors?|guardians?|subscribers?)(_|$)");

    /** The first that knows a column tells its class. */
    private static final List<Rule> RULES =
            List.of(
                    Rule.of(
                            DataClass.NATIONAL_ID,
                            "ssn|social_security\\w*|national_id\\w*|nhs_number|tax_id|passport\\w*"
                                    + "|driver\\w*_licen[cs]e|nino|nir",
                            TEXT + NUMBER,
                            "a national number by its name"),
                    Rule.of(
                            DataClass.IDENTITY,
                            "mrn|medical_record\\w*|(patient|chart|member|subscriber|insurance)"
                                    + "_(no|number|nr|identifier)|person_source_value",
                            TEXT + NUMBER,
                            "a record number by its name"),
                    Rule.of(
                            DataClass.IDENTITY,
                            "(first|last|middle|maiden|full|given|family|person|patient|legal"
                                    + "|preferred|nick|sur|user)_?name|surname|name_(first|last"
                                    + "|family|given|prefix|suffix|text)|username|login",
                            TEXT,
                            "somebody's name by its name"),
                    Rule.of(
                            DataClass.BIRTH,
                            "dob|birth\\w*|(date|year|month|day|time)_of_(birth|death)|deceased\\w*"
                                    + "|death\\w*",
                            "",
                            "birth or death by its name"),
                    Rule.of(
                            DataClass.ZIP,
                            "zip|zip_?code|postal_?code|postcode",
                            TEXT + NUMBER,
                            "a ZIP code by its name"),
                    Rule.of(
                            DataClass.CONTACT,
                            "e_?mail\\w*|phone\\w*|tele(phone|com)\\w*|mobile|cell|fax|pager"
                                    + "|addr(ess)?\\d?|street\\w*|city|town|county|district"
                                    + "|latitude|longitude|ip_address",
                            "",
                            "how to reach somebody, by its name"),
                    Rule.of(
                            DataClass.DEMOGRAPHIC,
                            "gender\\w*|sex|race\\w*|ethnic\\w*|marital\\w*|religio\\w*|nationality"
                                    + "|citizenship|language\\w*",
                            "",
                            "origin or family, by its name"),
                    Rule.of(
                            DataClass.FINANCIAL,
                            "iban|bic|account_(no|number)|card_(no|number)|credit_card\\w*"
                                    + "|routing_number",
                            TEXT + NUMBER,
                            "an account by its name"),
                    Rule.of(
                            DataClass.FINANCIAL,
                            "amount|price|cost\\w*|charges?|balance|total\\w*|paid\\w*|payment|fee"
                                    + "|salary|rental_rate|replacement_cost|copay\\w*|deductible",
                            NUMBER,
                            "money by its name and type"),
                    Rule.of(
                            DataClass.FREE_TEXT,
                            "notes?|comments?|remarks?|narrative|free_?text|body|description"
                                    + "|reason|summary|history|text|div",
                            TEXT,
                            "free text by its name"),
                    Rule.of(
                            DataClass.CLINICAL,
                            "diagnos[ei]s\\w*|icd\\w*|snomed\\w*|loinc\\w*|cpt\\w*|procedure\\w*"
                                    + "|condition\\w*|drug\\w*|medication\\w*|dos(e|age)\\w*"
                                    + "|prescri\\w*|allerg\\w*|symptoms?|findings?|observation\\w*"
                                    + "|results?|vitals?|blood\\w*|weight|height|bmi|vaccin\\w*"
                                    + "|immuni[sz]ation\\w*|treatment\\w*|specimen\\w*|severity",
                            "",
                            "something clinical by its name"),
                    Rule.of(
                            DataClass.PLAIN,
                            "(created|updated|modified|inserted|deleted|changed)(_(at|on|date"
                                    + "|time|by))?|last_updated?|row_version|version|sort_order",
                            "",
                            "about the row, by its name"));

    static Optional<Suggestion> of(Table table, Column column) {
        String name = words(column.name());
        if (SECRET.matcher(name).find() || !Table.isWritable(column.name())) {
            return Optional.empty();
        }
        if (SENSITIVE_TABLE.matcher(words(table.name())).find()) {
            return suggest(
                    DataClass.SENSITIVE, "its table: that there is a row already says something");
        }
        if (isCounted(column) && (column.isKey() || column.points().isPresent())) {
            return suggest(DataClass.KEY, key(column));
        }
        Optional<Suggestion> byName =
                RULES.stream()
                        .filter(rule -> rule.knows(name, column.category()))
                        .findFirst()
                        .flatMap(rule -> suggest(rule.dataClass(), rule.why()));
        return byName.or(() -> otherwise(table, column, name));
    }

    private static Optional<Suggestion> otherwise(Table table, Column column, String name) {
        if (name.equals("name") && PEOPLE.matcher(words(table.name())).find()) {
            return suggest(DataClass.IDENTITY, "a name in a table of people");
        }
        if (column.isKey() || column.points().isPresent()) {
            return suggest(DataClass.KEY, key(column));
        }
        return switch (column.type()) {
            case "json", "jsonb", "xml", "bytea" ->
                    suggest(DataClass.FREE_TEXT, "a document by its type");
            default ->
                    column.category().equals(DATE)
                            ? suggest(DataClass.DATES, "a day or time by its type")
                            : Optional.empty();
        };
    }

    private static boolean isCounted(Column column) {
        return switch (column.type()) {
            case "smallint", "integer", "bigint", "uuid" -> true;
            default -> false;
        };
    }

    private static String key(Column column) {
        return column.points()
                .map(to -> "foreign key to " + Comments.plain(to.schema() + "." + to.table()))
                .orElse("primary key");
    }

    private static Optional<Suggestion> suggest(DataClass dataClass, String why) {
        return Optional.of(new Suggestion(dataClass, why));
    }

    /** {@code birthDate} and {@code BIRTH_DATE} are both {@code birth_date}. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    static boolean isAboutPeople(Table table) {
        return PEOPLE.matcher(words(table.name())).find();
    }
}

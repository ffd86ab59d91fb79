package dev.sallyport.app.hospital;

import java.util.List;

/**
 * What somebody has, and what is usually done about it.
 *
 * @param icd10 the ICD-10-CM code
 * @param finding what a visit note says of it
 * @param drug the usual prescription, with {@code dose}; empty where there is none
 * @param controlled whether the drug is a controlled substance
 * @param fromAge the youngest it is seen at
 */
record Illness(
        String icd10,
        String description,
        String finding,
        String drug,
        String dose,
        boolean controlled,
        int fromAge) {

    /** Chapter F of ICD-10: mental and behavioural disorders. */
    boolean isMental() {
        return icd10.startsWith("F");
    }

    static final List<Illness> SEEN =
            List.of(
                    plain(
                            "I10",
                            "Essential hypertension",
                            "BP 152/94, asymptomatic",
                            "lisinopril",
                            "10 mg daily",
                            35),
                    plain(
                            "E11.9",
                            "Type 2 diabetes mellitus without complications",
                            "A1c 7.4, feet intact",
                            "metformin",
                            "500 mg twice daily",
                            30),
                    plain(
                            "E78.5",
                            "Hyperlipidemia, unspecified",
                            "LDL 168",
                            "atorvastatin",
                            "20 mg nightly",
                            30),
                    plain(
                            "J45.909",
                            "Unspecified asthma, uncomplicated",
                            "Mild wheeze, peak flow 82 %",
                            "albuterol inhaler",
                            "2 puffs as needed",
                            4),
                    plain(
                            "J06.9",
                            "Acute upper respiratory infection",
                            "Throat red, lungs clear",
                            "",
                            "",
                            0),
                    plain(
                            "J02.0",
                            "Streptococcal pharyngitis",
                            "Rapid strep positive",
                            "amoxicillin",
                            "500 mg twice daily",
                            3),
                    plain(
                            "K21.9",
                            "Gastro-esophageal reflux disease",
                            "Heartburn after meals",
                            "omeprazole",
                            "20 mg daily",
                            20),
                    plain(
                            "M54.50",
                            "Low back pain, unspecified",
                            "Paraspinal tenderness, no red flags",
                            "ibuprofen",
                            "400 mg as needed",
                            18),
                    plain(
                            "M17.11",
                            "Primary osteoarthritis, right knee",
                            "Crepitus, small effusion",
                            "naproxen",
                            "250 mg twice daily",
                            50),
                    plain(
                            "N39.0",
                            "Urinary tract infection",
                            "Dysuria, nitrite positive",
                            "nitrofurantoin",
                            "100 mg twice daily",
                            12),
                    plain(
                            "E03.9",
                            "Hypothyroidism, unspecified",
                            "TSH 8.1",
                            "levothyroxine",
                            "50 mcg daily",
                            20),
                    plain(
                            "D50.9",
                            "Iron deficiency anemia",
                            "Hb 10.4, ferritin low",
                            "ferrous sulfate",
                            "325 mg daily",
                            12),
                    plain(
                            "I48.91",
                            "Unspecified atrial fibrillation",
                            "Irregular pulse, rate 88",
                            "apixaban",
                            "5 mg twice daily",
                            60),
                    plain(
                            "I50.9",
                            "Heart failure, unspecified",
                            "Ankle edema, weight up 2 kg",
                            "furosemide",
                            "20 mg daily",
                            60),
                    plain(
                            "J44.9",
                            "Chronic obstructive pulmonary disease",
                            "Barrel chest, SpO2 92 %",
                            "tiotropium",
                            "18 mcg daily",
                            50),
                    plain(
                            "N18.3",
                            "Chronic kidney disease, stage 3",
                            "eGFR 48",
                            "losartan",
                            "50 mg daily",
                            50),
                    plain(
                            "L20.9",
                            "Atopic dermatitis",
                            "Dry plaques at the elbows",
                            "hydrocortisone cream",
                            "1 % twice daily",
                            0),
                    plain(
                            "H66.90",
                            "Otitis media",
                            "Bulging drum on the left",
                            "amoxicillin",
                            "40 mg/kg daily",
                            0),
                    plain(
                            "G43.909",
                            "Migraine, unspecified",
                            "Photophobia, neuro exam normal",
                            "sumatriptan",
                            "50 mg as needed",
                            14),
                    plain(
                            "S93.401A",
                            "Sprain of right ankle, initial encounter",
                            "Swelling, stable joint",
                            "",
                            "",
                            8),
                    plain(
                            "Z00.00",
                            "General adult medical examination",
                            "No complaints, screening up to date",
                            "",
                            "",
                            18),
                    plain("Z23", "Encounter for immunization", "Given without reaction", "", "", 0),
                    plain(
                            "B20",
                            "Human immunodeficiency virus disease",
                            "Viral load undetectable",
                            "bictegravir combination",
                            "1 tablet daily",
                            18),
                    controlled(
                            "M79.7",
                            "Fibromyalgia",
                            "Widespread tenderness",
                            "pregabalin",
                            "75 mg twice daily",
                            25),
                    controlled(
                            "G40.909",
                            "Epilepsy, unspecified",
                            "No seizure since last visit",
                            "clobazam",
                            "10 mg nightly",
                            5),
                    plain(
                            "F32.1",
                            "Major depressive disorder, single episode, moderate",
                            "PHQ-9 of 14, no plan",
                            "sertraline",
                            "50 mg daily",
                            14),
                    controlled(
                            "F41.1",
                            "Generalized anxiety disorder",
                            "GAD-7 of 13",
                            "lorazepam",
                            "0.5 mg as needed",
                            14),
                    controlled(
                            "F90.0",
                            "Attention-deficit hyperactivity disorder",
                            "Restless, reports fair focus",
                            "methylphenidate",
                            "18 mg daily",
                            7),
                    controlled(
                            "F11.20",
                            "Opioid dependence, uncomplicated",
                            "In recovery, clean screen",
                            "buprenorphine/naloxone",
                            "8 mg/2 mg daily",
                            18),
                    plain(
                            "F31.9",
                            "Bipolar disorder, unspecified",
                            "Sleep regular, mood even",
                            "lithium carbonate",
                            "300 mg twice daily",
                            18));

    private static Illness plain(
            String icd10, String text, String finding, String drug, String dose, int fromAge) {
        return new Illness(icd10, text, finding, drug, dose, false, fromAge);
    }

    private static Illness controlled(
            String icd10, String text, String finding, String drug, String dose, int fromAge) {
        return new Illness(icd10, text, finding, drug, dose, true, fromAge);
    }
}

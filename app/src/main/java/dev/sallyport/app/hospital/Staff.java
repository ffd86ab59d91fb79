package dev.sallyport.app.hospital;

import java.util.List;

/**
 * Somebody on the hospital's own list; the people of the demo and the physicians around them.
 *
 * @param id the number {@code people.yaml} calls {@code staff_id}
 */
record Staff(int id, String login, String name, boolean physician, List<Integer> clinics) {

    static final int OMAR = 102;

    static final List<Staff> ALL =
            List.of(
                    new Staff(101, "nora", "Nora Quinn", false, List.of(1)),
                    new Staff(OMAR, "omar", "Omar Haddad", true, List.of(1, 2)),
                    new Staff(103, "bella", "Bella Rossi", false, List.of(1, 2, 3)),
                    new Staff(104, "ana", "Ana Lindqvist", false, List.of()),
                    new Staff(105, "frank", "Frank Osei", false, List.of()),
                    new Staff(106, "dual", "Dua Levy", false, List.of(1)),
                    new Staff(107, "newt", "Newt Abara", false, List.of()),
                    new Staff(108, "ada", "Ada Marsh", false, List.of()),
                    new Staff(201, "p.okafor", "Patience Okafor", true, List.of(1, 3)),
                    new Staff(202, "t.nguyen", "Thanh Nguyen", true, List.of(2, 4)),
                    new Staff(203, "m.rossi", "Marta Rossi", true, List.of(3, 5)),
                    new Staff(204, "j.cohen", "Judith Cohen", true, List.of(4, 6)),
                    new Staff(205, "s.patel", "Sanjay Patel", true, List.of(5, 7)),
                    new Staff(206, "e.novak", "Emil Novak", true, List.of(6, 8)),
                    new Staff(207, "l.garcia", "Luz Garcia", true, List.of(7, 9)),
                    new Staff(208, "h.tanaka", "Hana Tanaka", true, List.of(8, 10)),
                    new Staff(209, "c.wright", "Calvin Wright", true, List.of(9, 2)),
                    new Staff(210, "a.ibrahim", "Amina Ibrahim", true, List.of(10, 1)));

    static List<Staff> physiciansOf(int clinic) {
        return ALL.stream().filter(one -> one.physician && one.clinics.contains(clinic)).toList();
    }
}

package dev.sallyport.policy.explain;

import dev.sallyport.policy.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A rectangle as people say it. */
final class RectangleWords {
    private RectangleWords() {}

    static String on(Role.Rectangle rectangle) {
        return rectangle.on().stream().map(RectangleWords::on).collect(Collectors.joining(", "));
    }

    private static String on(Role.Target target) {
        return target.database() + target.table().map(name -> "." + name).orElse("");
    }

    static String sees(Role.Rectangle rectangle) {
        List<String> parts = new ArrayList<>(Sorted.of(rectangle.see()));
        rectangle.masked().forEach((name, mask) -> parts.add(name + " through " + mask));
        return parts.isEmpty() ? "-" : String.join(", ", parts);
    }

    static String changes(Role.Rectangle rectangle) {
        Role.Edit edit = rectangle.edit();
        List<String> parts = new ArrayList<>();
        if (!edit.insert().isEmpty()) {
            parts.add("insert " + String.join(", ", Sorted.of(edit.insert())));
        }
        if (!edit.update().isEmpty()) {
            parts.add("update " + String.join(", ", Sorted.of(edit.update())));
        }
        if (edit.delete()) {
            parts.add("delete");
        }
        if (!rectangle.export().isEmpty()) {
            parts.add("export " + String.join(", ", Sorted.of(rectangle.export())));
        }
        return parts.isEmpty() ? "-" : String.join("; ", parts);
    }
}

package dev.sallyport.wire;

import java.util.OptionalLong;
import java.util.Set;

/** The row count at the end of a command tag. */
final class CommandTag {
    private static final Set<String> COUNTED =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "FETCH", "MOVE", "COPY");

    /** As many digits as always fit a long. */
    private static final int LONGEST_COUNT = 18;

    private CommandTag() {}

    static OptionalLong rows(String tag) {
        var space = tag.lastIndexOf(' ');
        var first = tag.indexOf(' ');
        if (space < 0 || !COUNTED.contains(tag.substring(0, first))) {
            return OptionalLong.empty();
        }
        return count(tag, space + 1);
    }

    private static OptionalLong count(String tag, int from) {
        if (from == tag.length() || tag.length() - from > LONGEST_COUNT) {
            return OptionalLong.empty();
        }
        long count = 0;
        for (int i = from; i < tag.length(); i++) {
            var digit = tag.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            count = count * 10 + digit;
        }
        return OptionalLong.of(count);
    }
}

package dev.sallyport.control.http;

import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Numbers that `/metrics` shows, each under its name; never a name of a person among them. */
@FunctionalInterface
public interface Gauges {
    Map<String, Double> read();

    /** What `/metrics` answers, in Prometheus' text format 0.0.4. */
    static String text(SortedMap<String, Double> all) {
        return all.entrySet().stream()
                .map(one ->
                        "# TYPE %1$s gauge\n%1$s %2$s\n".formatted(one.getKey(), one.getValue()))
                .collect(Collectors.joining());
    }
}

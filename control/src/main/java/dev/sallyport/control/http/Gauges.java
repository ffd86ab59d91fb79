package dev.sallyport.control.http;

import java.util.Map;

/** Numbers that `/metrics` shows, each under its name; never a name of a person among them. */
@FunctionalInterface
public interface Gauges {
    Map<String, Double> read();
}

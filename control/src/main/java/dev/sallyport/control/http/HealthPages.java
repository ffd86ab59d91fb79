package dev.sallyport.control.http;

import java.util.List;
import java.util.TreeMap;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the process lives, whether it can serve, and its numbers. */
@RestController
final class HealthPages {
    private final JdbcClient state;
    private final List<Gauges> gauges;

    HealthPages(JdbcClient state, List<Gauges> gauges) {
        this.state = state;
        this.gauges = gauges;
    }

    @GetMapping(path = "/livez", produces = MediaType.TEXT_PLAIN_VALUE)
    String livez() {
        return "ok\n";
    }

    @GetMapping(path = "/readyz", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> readyz() {
        try {
            state.sql("SELECT 1").query(Integer.class).single();
            return ResponseEntity.ok("ok\n");
        } catch (DataAccessException | TransactionException noState) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .body("the state database does not answer\n");
        }
    }

    @GetMapping(path = "/metrics", produces = "text/plain; version=0.0.4; charset=utf-8")
    String metrics() {
        TreeMap<String, Double> all = new TreeMap<>();
        gauges.forEach(one -> all.putAll(one.read()));
        return Gauges.text(all);
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTargetTest {
    @Test
    void readsWhatLibpqReads() {
        UpstreamTarget target =
                UpstreamTarget.of(
                        "postgresql://db1:5433,10.0.0.2,[::1]:6000/?sslmode=require"
                                + "&target_session_attrs=prefer-standby");

        assertThat(target.hosts())
                .extracting(host -> host.getHostString() + " " + host.getPort())
                .containsExactly("db1 5433", "10.0.0.2 5432", "0:0:0:0:0:0:0:1 6000");
        assertThat(target.hosts())
                .extracting(InetSocketAddress::isUnresolved)
                .containsExactly(true, false, false);
        assertThat(target.role()).isEqualTo(TargetRole.PREFER_STANDBY);
        assertThat(target.tls().encrypts()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db1:5432",
                "postgresql://db1:99999/",
                "postgresql://db1,/",
                "postgresql://db1/?sslmode=prefer",
                "postgresql://db1/?sslmode=allow",
                "postgresql://db1/?sslmode=verify-full",
                "postgresql://db1/?sslrootcert=ca.pem",
                "postgresql://db1/?sslmode=verify-full&sslrootcert=/nowhere/ca.pem",
                "postgresql://db1/?sslmode=require&sslmode=disable",
                "postgresql://db1/?target_session_attrs=master",
                "postgresql://db1/?password=secret",
                "postgresql://nora@db1/"
            })
    void refusesWhatCannotBeReadOrWouldFallBackToTheClear(String url) {
        assertThatThrownBy(() -> UpstreamTarget.of(url))
                .hasMessageStartingWith("SP4065 ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void knowsARoleByWhatAServerReports() {
        Map<String, String> primary = settings("off", "off");
        Map<String, String> readOnly = settings("off", "on");
        Map<String, String> standby = settings("on", "off");

        assertThat(TargetRole.READ_WRITE.suits(primary)).isTrue();
        assertThat(TargetRole.READ_WRITE.suits(readOnly)).isFalse();
        assertThat(TargetRole.READ_WRITE.suits(standby)).isFalse();
        assertThat(TargetRole.READ_ONLY.suits(standby)).isTrue();
        assertThat(TargetRole.PRIMARY.suits(readOnly)).isTrue();
        assertThat(TargetRole.PRIMARY.suits(standby)).isFalse();
        assertThat(TargetRole.STANDBY.suits(standby)).isTrue();
        assertThat(TargetRole.STANDBY.suits(primary)).isFalse();
    }

    private static Map<String, String> settings(String standby, String readOnly) {
        return Map.of("in_hot_standby", standby, "default_transaction_read_only", readOnly);
    }
}

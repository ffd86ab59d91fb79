package dev.sallyport.control.ldap;

import dev.sallyport.control.directory.Alarms;
import dev.sallyport.control.directory.DirectoryWork;
import dev.sallyport.control.directory.Groups;
import dev.sallyport.control.directory.People;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans that read an LDAP directory. */
@Configuration(proxyBeanMethods = false)
public class LdapAssembly {

    /** Which directory is read, if any. */
    public record Wanted(Optional<LdapSettings> settings) {}

    @Bean(initMethod = "start")
    LdapRounds ldapRounds(
            Wanted wanted,
            DirectoryWork work,
            People people,
            Groups groups,
            JdbcClient state,
            Alarms alarms,
            InstantSource clock) {
        return new LdapRounds(
                wanted.settings(),
                new LdapSync(work, people, groups, new LastWords(state)),
                alarms,
                clock);
    }
}

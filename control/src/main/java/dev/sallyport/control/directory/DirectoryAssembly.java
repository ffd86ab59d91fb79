package dev.sallyport.control.directory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The directory's beans. */
@Configuration(proxyBeanMethods = false)
public class DirectoryAssembly {

    /**
     * How the directory treats accounts.
     *
     * @param keep how long the account of somebody who left is kept
     * @param heir the native role that is to own what a removed account owns; without one none is
     * @param attributes what people may have that scopes ask about
     */
    public record Accounts(Duration keep, Optional<String> heir, Set<String> attributes) {}

    @Bean
    Bell bell() {
        return new Bell();
    }

    @Bean
    Groups groups(JdbcClient state, RandomGenerator chance) {
        return new Groups(state, chance);
    }

    @Bean
    People people(JdbcClient state, Groups groups, Doors doors, RandomGenerator chance) {
        return new People(state, groups, doors, chance);
    }

    @Bean
    Programs programs(JdbcClient state, Doors doors, RandomGenerator chance) {
        return new Programs(state, doors, chance);
    }

    @Bean
    Cutter cutter(JdbcClient state, Doors doors, Alarms alarms, Bell bell) {
        return new Cutter(state, doors, alarms, bell);
    }

    @Bean
    DirectoryWork work(
            TransactionTemplate transactions,
            JdbcClient state,
            InstantSource clock,
            DirectoryRecord record,
            Cutter cutter,
            Bell bell) {
        return new DirectoryWork(transactions, state, clock, record, cutter, bell);
    }

    @Bean
    CsvImport csvImport(DirectoryWork work, People people, Groups groups, Accounts accounts) {
        return new CsvImport(work, people, groups, accounts.attributes());
    }

    @Bean
    Roster roster(JdbcClient state, DirectoryWork work, Cutter cutter, Groups groups) {
        return new Roster(state, work, cutter, groups);
    }

    @Bean
    ProgramDesk programDesk(Programs programs, DirectoryWork work) {
        return new ProgramDesk(programs, work);
    }

    @Bean
    DatabaseLogins databaseLogins(JdbcClient state, DirectoryWork work, Doors doors) {
        return new DatabaseLogins(state, work, doors);
    }

    @Bean(initMethod = "start")
    DoorSync doorSync(
            DirectoryWork work,
            People people,
            Programs programs,
            Groups groups,
            JdbcClient state,
            Accounts accounts,
            Cutter cutter,
            Doors doors,
            Alarms alarms,
            InstantSource clock,
            Bell bell) {
        return new DoorSync(
                work,
                new DirectoryCompiler(state, groups, accounts.heir()),
                new Dates(work, people, programs, accounts.heir().map(heir -> accounts.keep())),
                cutter,
                doors,
                alarms,
                clock,
                bell);
    }
}

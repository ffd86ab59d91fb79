package dev.sallyport.app;

import dev.sallyport.cli.Terminal;
import dev.sallyport.control.directory.DatabaseLogin;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements.Account;
import dev.sallyport.policy.Logins;
import dev.sallyport.policy.Program;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.ServerLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Both doors of a deployment, as its directory of people reaches them. */
final class DirectoryDoors implements Doors {
    private final Deployment deployment;

    private final Gateways gateways;
    private final Orphans orphans;

    /** What could not be cut yet: who is cut is nobody's owner to whoever looks again. */
    private final Set<String> uncut = ConcurrentHashMap.newKeySet();

    DirectoryDoors(Deployment deployment, Gateways gateways, Orphans orphans) {
        this.deployment = deployment;
        this.gateways = gateways;
        this.orphans = orphans;
    }

    /**
     * The gateways first: they need no database's answer. An apply that is under way makes this
     * wait for nothing.
     *
     * @throws Refused when a gateway, a file or a database could not be told; the others were
     */
    @Override
    public void cut(Set<String> logins) {
        List<Account> left = deployment.inForce().snapshot().entitlements().programAccounts(logins);
        Directory before = admitted();
        Set<String> all = new HashSet<>(logins);
        left.forEach(account -> all.add(account.login()));
        all.addAll(owned(logins));
        deployment.inForce().cut(logins);
        uncut.addAll(all);
        Set<String> due = Set.copyOf(uncut);
        List<Problem> problems = new ArrayList<>(end(due));
        // Whatever cannot be kept, at the databases they are shut.
        Tokens tokens = deployment.passwords().tokens();
        ToldPeople told = deployment.told();
        problems.addAll(written(tokens.file(), () -> tokens.removeOf(all)));
        problems.addAll(written(told.file(), () -> told.cut(logins)));
        problems.addAll(shut(due));
        orphans.tell(before, admitted());
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        uncut.removeAll(due);
    }

    /** Something that is kept in a file of ours. */
    private interface Writing {
        void write() throws IOException;
    }

    private static List<Problem> written(Path file, Writing writing) {
        try {
            writing.write();
            return List.of();
        } catch (Refused unread) {
            return unread.problems();
        } catch (IOException e) {
            return List.of(Trouble.unwritten(file, e));
        }
    }

    private List<Problem> end(Set<String> logins) {
        try {
            gateways.end(logins);
            return List.of();
        } catch (Refused unheard) {
            return unheard.problems();
        }
    }

    /** Also what holds nothing now: a token of its own may be there still. */
    private Set<String> owned(Set<String> logins) {
        return deployment
                .inForce()
                .snapshot()
                .entitlements()
                .directory()
                .programs()
                .values()
                .stream()
                .filter(program -> logins.contains(program.owner()))
                .map(Program::name)
                .collect(Collectors.toSet());
    }

    private List<Problem> shut(Set<String> logins) {
        List<Problem> problems = new ArrayList<>();
        for (String database :
                deployment.inForce().content().policy().catalog().databases().keySet()) {
            if (deployment.databases().shut(database, logins)
                    instanceof Applied.Failed(Problem problem)) {
                problems.add(problem);
            }
        }
        return problems;
    }

    @Override
    public List<DatabaseLogin> logins() {
        return database()
                .map(database -> deployment.databases().door(database).logins())
                .orElse(List.of())
                .stream()
                .map(DirectoryDoors::login)
                .toList();
    }

    private static DatabaseLogin login(ServerLogin login) {
        return new DatabaseLogin(
                new DatabaseLogin.Id(login.id().name(), login.id().number()),
                login.mayLogIn(),
                login.powers(),
                login.memberOf(),
                login.sessions(),
                switch (login.reach()) {
                    case SHUTTABLE -> DatabaseLogin.Reach.SHUTTABLE;
                    case OUT_OF_REACH -> DatabaseLogin.Reach.OUT_OF_REACH;
                    case FIRST_SUPERUSER -> DatabaseLogin.Reach.FIRST_SUPERUSER;
                });
    }

    @Override
    public void shutOthers(Set<DatabaseLogin.Id> logins) {
        Set<ServerLogin.Id> all =
                logins.stream()
                        .map(id -> new ServerLogin.Id(id.name(), id.number()))
                        .collect(Collectors.toSet());
        database()
                .map(database ->
                        deployment.databases().change(database, door -> door.shutOthers(all)))
                .ifPresent(applied -> {
                    if (applied instanceof Applied.Failed(Problem problem)) {
                        throw new Refused(problem);
                    }
                });
    }

    /** Any: they are of one server, and logins are the server's. */
    private Optional<String> database() {
        return deployment.inForce().content().policy().catalog().databases().keySet().stream()
                .findFirst();
    }

    /** Whoever owns it: an owner who is gone is cut off under their own login. */
    private static boolean hasBack(Directory directory, String login) {
        Program program = directory.programs().get(login);
        return program != null && !program.suspended();
    }

    @Override
    public boolean isWritten(String login) {
        return !isTold(login) && stands(applied(), login);
    }

    @Override
    public boolean isWrittenAtWork(String login) {
        return !isTold(login) && applied().isAtWork(login);
    }

    @Override
    public boolean isService(String login) {
        return Logins.isService(login, deployment.inForce().content().policy(), applied());
    }

    private static boolean stands(Directory people, String login) {
        return people.people().containsKey(login)
                || people.programs().containsKey(login)
                || people.removed().containsKey(login)
                || people.people().values().stream()
                        .anyMatch(one -> one.renamedFrom().filter(login::equals).isPresent());
    }

    /** The people of {@link #applied}, with those suspended who were cut off since. */
    private Directory admitted() {
        return deployment.inForce().snapshot().entitlements().directory();
    }

    private Directory applied() {
        return deployment.inForce().content().people();
    }

    private boolean isTold(String login) {
        try {
            return stands(deployment.told().said(), login);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome apply(Directory directory) {
        Directory before = admitted();
        try {
            deployment.follow(directory, Terminal.silent());
        } catch (Refused refused) {
            return new Outcome.Failed(refused.problems());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Whoever was cut meanwhile may own by this directory what they did not own then.
        orphans.tell(before, admitted());
        Set<String> back = new HashSet<>(deployment.inForce().cut());
        back.removeIf(login -> !directory.isAtWork(login) && !hasBack(directory, login));
        deployment.inForce().readmit(back);
        return new Outcome.Applied();
    }
}

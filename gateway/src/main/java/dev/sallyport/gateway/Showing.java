package dev.sallyport.gateway;

import dev.sallyport.policy.Catalog.DataClass;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.sql.Derived;
import dev.sallyport.sql.RelationName;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.SelectShape;
import dev.sallyport.sql.SelectShape.Part;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendFrame.Header;
import io.netty.buffer.ByteBuf;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the columns of results show the person of one session, as the policy that holds has it. */
final class Showing implements KeyPlan.Known {
    private static final Pattern RELEASE = Pattern.compile("\\d{1,4}");

    /** Kept; a session that asks for more different things has them looked at again. */
    private static final int STATEMENTS = 256;

    /** The first release of PostgreSQL whose MERGE has a RETURNING. */
    private static final int MERGES_RETURN = 17;

    private final Shared shared;
    private final Supplier<Admission.Admitted> who;
    private final Adding adding;

    /** By what was judged, which is the same object for the same text. */
    private final IdentityHashMap<Statement, Asked> asked = new IdentityHashMap<>();

    private @Nullable ShownColumns askedOf;
    private List<String> askedBy = List.of();
    private boolean askedMoved;
    private boolean mergesReturn;

    Showing(Shared shared, Supplier<Admission.Admitted> who, Terms terms) {
        this.shared = shared;
        this.who = who;
        this.adding = new Adding(this, terms);
    }

    /** The database that was signed in to says of itself what it is. */
    void of(Account account) {
        Matcher release = RELEASE.matcher(account.settings().getOrDefault("server_version", ""));
        mergesReturn = release.lookingAt() && Integer.parseInt(release.group()) >= MERGES_RETURN;
    }

    /** What is added to the client's texts. */
    Adding adding() {
        return adding;
    }

    /** Whether descriptions of results have to be read. */
    boolean readsDescriptions() {
        return namesSubjects() || adding.hasAdded();
    }

    /** Whether rows of this database are about people whom the record names. */
    boolean namesSubjects() {
        return now().hasSubjects(database());
    }

    /** What a result with the description at the reader index shows. */
    ResultColumns columns(ByteBuf in, Header header) {
        return ResultColumns.read(in, in.readerIndex(), header, now(), database());
    }

    ShownColumns now() {
        return shared.policy().shown();
    }

    /** Another one for each policy. */
    PolicyEngine engine() {
        return shared.policy().engine();
    }

    /** What a statement says of the people whose rows it may show. */
    Asked asked(Statement statement) {
        if (askedOf != now()
                || !askedBy.equals(roles())
                || askedMoved != adding.mayMeanAnother()
                || asked.size() > STATEMENTS) {
            asked.clear();
            askedOf = now();
            askedBy = roles();
            askedMoved = adding.mayMeanAnother();
        }
        return asked.computeIfAbsent(statement, this::look);
    }

    private Asked look(Statement statement) {
        Derived derived = statement.touches().derived();
        return new Asked(
                true,
                now().tables(database(), roles(), statement),
                derived,
                derived.from().stream()
                        .filter(this::mayBeSomebodys)
                        .map(RelationName::name)
                        .collect(Collectors.toSet()),
                derived.from().stream().anyMatch(table -> moves(statement, table))
                        || derived.copied().stream().anyMatch(this::mayBeSomebodys));
    }

    /** A relation of which nothing is known may be a copy of somebody's rows. */
    private boolean mayBeSomebodys(RelationName relation) {
        return (relation.schema().isEmpty() && adding.mayMeanAnother())
                || !now().isNobodys(database(), roles(), relation);
    }

    /** Whose views the person can name. */
    List<String> roles() {
        return who.get().roles();
    }

    @Override
    public boolean isSomebodys(RelationName relation) {
        return now().isSomebodys(database(), roles(), relation);
    }

    @Override
    public List<ShownColumns.Column> keysOf(RelationName relation) {
        return now().keysOf(database(), roles(), relation);
    }

    @Override
    public boolean mayReturn(RelationName relation, SelectShape change) {
        return (mergesReturn || !change.has(Part.MERGE))
                && now().mayReturn(database(), roles(), relation, change);
    }

    @Override
    public boolean accounts() {
        return shared.policy().accounted().isAnything();
    }

    @Override
    public Optional<DataClass> accounted(Statement statement, RelationUse use) {
        return shared.policy().accounted().used(database(), statement, use).findFirst();
    }

    @Override
    public String mark() {
        return now().mark();
    }

    private String database() {
        return who.get().arrival().database();
    }
}

package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Problem;
import dev.sallyport.provision.NativeObject.Grant;
import dev.sallyport.provision.NativeObject.GroupRole;
import dev.sallyport.provision.NativeObject.LensView;
import dev.sallyport.provision.NativeObject.Membership;
import dev.sallyport.provision.NativeObject.PolicyFunction;
import dev.sallyport.provision.NativeObject.RowPolicy;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@code LINT-*} shape of the attack corpus is refused, and the shape beside it is not. */
final class ForbiddenShapesTest {
    private static final TableName BASE = new TableName("hosp", "patients");
    private static final TableName OTHER = new TableName("hosp", "encounters");
    private static final TableName IN_VIEW = new TableName("hosp", "labs");
    private static final TableName VIEW = new TableName("nurse", "patients");
    private static final SqlIdentifier LENS = new SqlIdentifier("sp_lens_nurse");
    private static final SqlIdentifier GROUP = new SqlIdentifier("sp_role_nurse");
    private static final String PLAIN = "CREATE VIEW x AS SELECT id, 'a WHERE b' AS c FROM t";

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("shapes")
    void refuses(String entry, Shape shape, NativeObject bad) {
        assertThat(problems(bad))
                .as(entry)
                .anyMatch(problem ->
                        problem.toString()
                                .startsWith("SP3010 the plan would make " + shape.words()));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(
                        "LINT-01",
                        Shape.FILTER_WITHOUT_BARRIER,
                        view("CREATE VIEW x AS SELECT id FROM t WHERE owner = session_user")),
                Arguments.of(
                        "LINT-02",
                        Shape.FILTER_WITHOUT_BARRIER,
                        view("CREATE VIEW x AS SELECT id FROM t JOIN u USING (id)")),
                Arguments.of("LINT-04", Shape.UNFENCED_TABLE, lensGrant(OTHER, "kind", "INSERT")),
                Arguments.of("LINT-04", Shape.KEY_WRITTEN, lensGrant(BASE, "id", "INSERT")),
                Arguments.of(
                        "LINT-06",
                        Shape.FORGEABLE_SCOPE,
                        policy("SELECT", LENS, "USING (owner = current_setting('app.uid', true))")),
                Arguments.of(
                        "LINT-06",
                        Shape.FORGEABLE_SCOPE,
                        function(
                                " SECURITY DEFINER SET search_path = '' AS 'SELECT current_user'")),
                Arguments.of("LINT-09", Shape.POWERFUL_OWNER, view(PLAIN, "postgres")),
                Arguments.of("LINT-09", Shape.POWERFUL_OWNER, view(PLAIN, "hosp_owner")),
                Arguments.of(
                        "LINT-09",
                        Shape.POWERFUL_OWNER,
                        new GroupRole(LENS, "NOLOGIN NOSUPERUSER BYPASSRLS", "")),
                Arguments.of(
                        "LINT-10",
                        Shape.INVOKER_VIEW,
                        view("CREATE VIEW x WITH (security_invoker) AS SELECT id FROM t")),
                Arguments.of(
                        "LINT-11",
                        Shape.CALLABLE_FUNCTION,
                        grant(new Securable.Schema("sp"), "USAGE", GROUP)),
                Arguments.of(
                        "LINT-11",
                        Shape.OWN_TABLE,
                        grant(Securable.Relation.whole(FunctionWriter.HELD), "SELECT", LENS)),
                Arguments.of(
                        "LINT-11",
                        Shape.OWN_TABLE,
                        grant(Securable.Relation.whole(FunctionWriter.MINE), "SELECT", GROUP)),
                Arguments.of(
                        "LINT-11",
                        Shape.OWN_TABLE,
                        grant(Securable.Relation.whole(FunctionWriter.MINE), "DELETE", LENS)),
                Arguments.of(
                        "LINT-13",
                        Shape.POLICY_FOR_A_GRANTABLE_ROLE,
                        policy("SELECT", GROUP, "USING (true)")),
                Arguments.of(
                        "LINT-13",
                        Shape.POWERFUL_OWNER,
                        new Membership(LENS, new SqlIdentifier("nora"), SAFE, Optional.empty())),
                Arguments.of(
                        "LINT-15",
                        Shape.DIRECT_RIGHT,
                        grant(Securable.Relation.column(BASE, "phone"), "SELECT", GROUP)),
                Arguments.of(
                        "LINT-17",
                        Shape.WHOLE_TABLE,
                        grant(Securable.Relation.whole(BASE), "SELECT", LENS)),
                Arguments.of(
                        "LINT-19",
                        Shape.FROZEN_ROWS,
                        view("CREATE MATERIALIZED VIEW x AS SELECT id FROM t")),
                Arguments.of(
                        "LINT-22", Shape.UNCHECKED_WRITE, policy("UPDATE", LENS, "USING (true)")),
                Arguments.of(
                        "LINT-23",
                        Shape.RIGHT_BESIDE_ROW_SECURITY,
                        grant(Securable.Relation.whole(BASE), "TRUNCATE", LENS)),
                Arguments.of(
                        "LINT-24",
                        Shape.RIGHT_BESIDE_ROW_SECURITY,
                        grant(Securable.Relation.whole(BASE), "TRIGGER", LENS)),
                Arguments.of(
                        "LINT-26",
                        Shape.OPEN_TO_EVERYBODY,
                        function(" SECURITY DEFINER AS 'SELECT 1'")),
                Arguments.of(
                        "LINT-26",
                        Shape.OPEN_TO_EVERYBODY,
                        new Grant(
                                Securable.Relation.whole(VIEW),
                                "SELECT",
                                Optional.empty(),
                                Optional.empty())),
                Arguments.of(
                        "rows: view",
                        Shape.UNFILTERED_ROWS,
                        view("CREATE VIEW x AS SELECT id FROM \"hosp\".\"labs\"")),
                Arguments.of(
                        "rows: view",
                        Shape.UNFILTERED_ROWS,
                        view(
                                "CREATE VIEW x WITH (security_barrier) AS SELECT id FROM"
                                        + " \"hosp\".\"labs\" WHERE id > 0")),
                Arguments.of(
                        "rows: view",
                        Shape.FILTER_WITHOUT_BARRIER,
                        view(
                                "CREATE VIEW x AS SELECT id FROM \"hosp\".\"labs\" WHERE EXISTS"
                                        + " (SELECT 1 FROM \"sp\".\"mine\")")),
                Arguments.of(
                        "rows: view",
                        Shape.UNCHECKED_WRITE,
                        view(
                                "CREATE VIEW x WITH (security_barrier) AS SELECT id FROM"
                                        + " \"hosp\".\"labs\" WHERE EXISTS (SELECT 1 FROM"
                                        + " \"sp\".\"mine\")")),
                Arguments.of(
                        "rows: view",
                        Shape.UNFILTERED_ROWS,
                        policy("SELECT", LENS, "USING (EXISTS (SELECT 1 FROM \"hosp\".\"labs\"))")),
                Arguments.of(
                        "rows: view",
                        Shape.UNFILTERED_ROWS,
                        function(
                                " SECURITY DEFINER SET search_path = '' AS 'SELECT array_agg(o.id)"
                                        + " FROM \"hosp\".\"labs\" AS o'")),
                Arguments.of(
                        "rows: view",
                        Shape.WHOLE_TABLE,
                        grant(Securable.Relation.whole(IN_VIEW), "SELECT", LENS)),
                Arguments.of(
                        "rows: view",
                        Shape.DIRECT_RIGHT,
                        grant(Securable.Relation.column(IN_VIEW, "phone"), "SELECT", GROUP)),
                Arguments.of(
                        "LINT-28",
                        Shape.ENDLESS_POLICY,
                        policy(
                                "SELECT",
                                LENS,
                                "USING (id IN (SELECT id FROM \"hosp\".\"patients\"))")),
                Arguments.of(
                        "LINT-30",
                        Shape.MEMBERSHIP_WITH_POWER,
                        new Membership(
                                GROUP,
                                new SqlIdentifier("nora"),
                                "WITH INHERIT TRUE, SET TRUE, ADMIN FALSE",
                                Optional.empty())));
    }

    @Test
    void letsWhatTheCompilerMakesThrough() {
        assertThat(problems(view(PLAIN))).isEmpty();
        assertThat(
                        problems(
                                view(
                                        "CREATE VIEW x WITH (security_barrier) AS SELECT id FROM t"
                                                + " WHERE owner = session_user")))
                .isEmpty();
        assertThat(problems(lensGrant(BASE, "phone", "UPDATE"))).isEmpty();
        assertThat(problems(lensGrant(IN_VIEW, "phone", "UPDATE"))).isEmpty();
        assertThat(
                        problems(
                                view(
                                        "CREATE VIEW x WITH (security_barrier) AS SELECT id FROM"
                                                + " \"hosp\".\"labs\" WHERE (EXISTS (SELECT 1 FROM"
                                                + " \"sp\".\"mine\")) WITH CASCADED CHECK OPTION")))
                .isEmpty();
        assertThat(problems(policy("UPDATE", LENS, "USING (true) WITH CHECK (true)"))).isEmpty();
        assertThat(
                        problems(
                                policy(
                                        "SELECT",
                                        LENS,
                                        "USING (EXISTS (SELECT 1 FROM \"hosp\".\"encounters\"))")))
                .isEmpty();
    }

    private static final String SAFE = "WITH INHERIT TRUE, SET FALSE, ADMIN FALSE";

    /** A sound state, and the object in it. */
    private static List<Problem> problems(NativeObject object) {
        List<NativeObject> objects = new ArrayList<>();
        objects.add(new GroupRole(LENS, AccountCompiler.GROUP, ""));
        objects.add(new NativeObject.OwnSchema(new SqlIdentifier("nurse")));
        objects.add(new NativeObject.OwnSchema(NativeNames.SCHEMA));
        objects.add(grant(Securable.Relation.whole(FunctionWriter.MINE), "SELECT", LENS));
        objects.add(new NativeObject.RowSecurity(BASE));
        objects.add(new Membership(GROUP, new SqlIdentifier("nora"), SAFE, Optional.empty()));
        objects.add(grant(Securable.Relation.column(VIEW, "phone"), "UPDATE", GROUP));
        objects.add(view(PLAIN));
        objects.add(object);
        return ForbiddenShapes.in(new NativeState(objects), SURROUNDINGS, Set.of(IN_VIEW));
    }

    private static LensView view(String sql) {
        return view(sql, LENS.name());
    }

    private static LensView view(String sql, String owner) {
        return new LensView(VIEW, Definition.of(sql, "ALTER VIEW x OWNER TO \"" + owner + "\""));
    }

    private static RowPolicy policy(String verb, SqlIdentifier role, String clauses) {
        return new RowPolicy(
                BASE,
                new SqlIdentifier("p"),
                Definition.of(
                        "CREATE POLICY \"p\" ON \"hosp\".\"patients\" AS PERMISSIVE FOR "
                                + verb
                                + " TO "
                                + role.quoted()
                                + " "
                                + clauses));
    }

    private static PolicyFunction function(String rest) {
        return new PolicyFunction(
                new TableName("sp", "f"),
                "",
                Definition.of(
                        "CREATE OR REPLACE FUNCTION sp.f() RETURNS int LANGUAGE sql" + rest,
                        "REVOKE ALL ON FUNCTION sp.f() FROM PUBLIC"));
    }

    private static Grant lensGrant(TableName table, String column, String privilege) {
        return grant(Securable.Relation.column(table, column), privilege, LENS);
    }

    private static Grant grant(Securable on, String privilege, SqlIdentifier grantee) {
        return new Grant(on, privilege, Optional.of(grantee), Optional.empty());
    }

    private static Surroundings.Table table(TableName name) {
        return new Surroundings.Table(
                name,
                Surroundings.Kind.TABLE,
                new SqlIdentifier("hosp_owner"),
                Surroundings.Guard.NONE,
                Map.of(
                        "id",
                        new Surroundings.Column(
                                "id", "bigint", Set.of(Surroundings.Trait.PRIMARY_KEY), List.of()),
                        "phone",
                        new Surroundings.Column("phone", "text", Set.of(), List.of())),
                List.of(),
                List.of(),
                List.of());
    }

    private static final Surroundings SURROUNDINGS =
            new Surroundings(
                    "ehr",
                    180000,
                    new Administrator("postgres", Administrator.Power.SUPERUSER),
                    Map.of(BASE, table(BASE), OTHER, table(OTHER), IN_VIEW, table(IN_VIEW)),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Map.of(),
                    Set.of(),
                    List.of(),
                    Departures.NONE,
                    Neighbours.NONE,
                    Surroundings.Everybody.NOTHING);
}

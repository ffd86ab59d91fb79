package dev.sallyport.provision;

import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.util.Optional;

/** Something of the database that privileges are granted on, or one column of it. */
sealed interface Securable {

    /** As {@code GRANT … ON} names it, without the column. */
    String quoted();

    /** For people. */
    String words();

    /** {@code SELECT ("ssn") ON TABLE "hosp"."patients"}. */
    default String clause(String privilege) {
        String column =
                this instanceof Relation relation
                        ? relation.column().map(c -> " (" + SqlText.name(c) + ")").orElse("")
                        : "";
        return privilege.replace("*", "") + column + " ON " + quoted();
    }

    /** A table or view, or one of its columns. */
    record Relation(TableName name, Optional<String> column) implements Securable {
        static Relation whole(TableName name) {
            return new Relation(name, Optional.empty());
        }

        static Relation column(TableName name, String column) {
            return new Relation(name, Optional.of(column));
        }

        @Override
        public String quoted() {
            return "TABLE " + name.quoted();
        }

        @Override
        public String words() {
            return name + column.map(c -> "." + c).orElse("");
        }
    }

    /** A sequence. */
    record Sequence(TableName name) implements Securable {
        @Override
        public String quoted() {
            return "SEQUENCE " + name.quoted();
        }

        @Override
        public String words() {
            return "sequence " + name;
        }
    }

    /** A schema. */
    record Schema(String name) implements Securable {
        @Override
        public String quoted() {
            return "SCHEMA " + new SqlIdentifier(name).quoted();
        }

        @Override
        public String words() {
            return "schema " + name;
        }
    }

    /** A database. */
    record Database(String name) implements Securable {
        @Override
        public String quoted() {
            return "DATABASE " + new SqlIdentifier(name).quoted();
        }

        @Override
        public String words() {
            return "database " + name;
        }
    }

    /** A language functions and DO blocks are written in. */
    record Language(String name) implements Securable {
        @Override
        public String quoted() {
            return "LANGUAGE " + new SqlIdentifier(name).quoted();
        }

        @Override
        public String words() {
            return "language " + name;
        }
    }

    /**
     * A function.
     *
     * @param arguments its argument types as PostgreSQL prints them
     */
    record Function(TableName name, String arguments) implements Securable {
        @Override
        public String quoted() {
            return "ROUTINE " + name.quoted() + "(" + arguments + ")";
        }

        @Override
        public String words() {
            return "function " + name + "(" + arguments + ")";
        }
    }
}

package dev.sallyport.control.scim;

import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.InternalServerException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.exceptions.ScimException;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.interceptor.Interceptor;
import dev.sallyport.control.directory.Alarms;
import dev.sallyport.control.directory.DirectoryWork;
import dev.sallyport.control.directory.Source;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Makes each operation one change of the directory: what it read is still true when it writes. */
final class Changing implements Interceptor {
    private static final int SERVICE_UNAVAILABLE = 503;

    private final DirectoryWork work;
    private final Alarms alarms;

    Changing(DirectoryWork work, Alarms alarms) {
        this.work = work;
        this.alarms = alarms;
    }

    @Override
    @SuppressWarnings("NullAway") // the library's own operations have no result where they delete
    public <T> T doAround(Supplier<T> operation, Context context) {
        ScimCaller caller = ScimCaller.of(context);
        return told(
                        () -> {
                            Optional<T> done = change(operation, caller);
                            caller.owed()
                                    .map(Changing::suspendedOnly)
                                    .ifPresent(refused -> {
                                        throw refused;
                                    });
                            return done;
                        })
                .orElse(null);
    }

    private <T> Optional<T> change(Supplier<T> operation, ScimCaller caller) {
        return work.change(
                Source.SCIM,
                caller.actor(),
                "told by the identity provider",
                change -> {
                    caller.begin(change);
                    try {
                        return Optional.ofNullable(operation.get());
                    } finally {
                        caller.end();
                    }
                });
    }

    private static Refused suspendedOnly(Refused refused) {
        Problem problem = refused.problems().getFirst();
        return new Refused(
                Problem.of(
                        problem.code(),
                        problem.message() + ", so only the suspension was taken",
                        problem.instead()));
    }

    /** Of reads too: nothing of what broke inside leaves. */
    <T> T told(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (ScimException known) {
            throw known;
        } catch (Refused refused) {
            throw scim(refused.problems().getFirst());
        } catch (DataAccessException | TransactionException away) {
            ScimException later =
                    new InternalServerException(
                            "SP7106 the control plane cannot reach its state (try again later)");
            later.setStatus(SERVICE_UNAVAILABLE);
            throw later;
        } catch (RuntimeException broken) {
            alarms.raise(
                    Problem.of(
                            ProblemCode.SP6008,
                            "a SCIM request failed by " + broken.getClass().getSimpleName(),
                            ""));
            throw new InternalServerException("SP6008 something nobody expected");
        }
    }

    private static ScimException scim(Problem problem) {
        return switch (problem.code()) {
            case SP7103 -> new ResourceNotFoundException(problem.toString());
            case SP7110 -> conflict(problem, "uniqueness");
            case SP7111, SP7112, SP7180 -> conflict(problem, null);
            default -> new BadRequestException(problem.toString(), null, "invalidValue");
        };
    }

    private static ScimException conflict(Problem problem, @Nullable String scimType) {
        ConflictException conflict = new ConflictException(problem.toString());
        conflict.setScimType(scimType);
        return conflict;
    }
}

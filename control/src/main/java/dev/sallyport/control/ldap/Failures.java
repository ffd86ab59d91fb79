package dev.sallyport.control.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.sallyport.policy.Words;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/** What is told of an LDAP directory that cannot be read: never what the server itself said. */
final class Failures {
    private Failures() {}

    static Refused unreachable(LdapSettings.Server server, LDAPException failure) {
        if (isProof(failure)) {
            return refused(
                    "`" + server + "` does not prove that it is the server meant",
                    "name the certificates that vouch for it as `control.ldap.authority`, and the"
                            + " server as they do");
        }
        return refused(
                "`" + server + "` cannot be reached (" + name(failure) + ")",
                "see whether it runs there and speaks TLS");
    }

    static Refused account(LdapSettings settings, LDAPException failure) {
        return refused(
                Words.quoted(settings.account()) + " is not let in (" + name(failure) + ")",
                "see whether `control.ldap.account` and its password are right");
    }

    static Refused search(String base, LDAPException failure) {
        return refused(
                Words.quoted(base) + " was not read to its end (" + name(failure) + ")",
                "see whether the base and the filter are right, and whether the account may read"
                        + " all of it");
    }

    static Refused partial(String base, String what) {
        return refused(
                Words.quoted(base) + " was not read to its end: " + what,
                "nothing is changed by half a directory; see to the server, or narrow the base");
    }

    static Refused refused(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP7184, message, instead));
    }

    private static String name(LDAPException failure) {
        ResultCode code = failure.getResultCode();
        return code.intValue() + " " + code.getName();
    }

    private static boolean isProof(LDAPException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }
}

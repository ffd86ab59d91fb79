package dev.sallyport.problem;

/**
 * The stable SP numbers, one line of cause each; {@code docs/reference/problems.md} lists them all.
 *
 * <p>1xxx policy folder, 2xxx denials, 3xxx database door, 4xxx gateway door, 5xxx record, 6xxx
 * machine and command line. A number is never given a second meaning.
 */
public enum ProblemCode {
    /** The file is not YAML 1.2 as we read it: syntax, anchor, duplicate key, wrong type. */
    SP1001,
    /** A key nobody knows at this place. */
    SP1002,
    /** A required key is missing. */
    SP1003,
    /** A value is not of the kind or range asked for. */
    SP1004,
    /** A folder or file of the policy cannot be read. */
    SP1005,
    /** More problems than are shown at once. */
    SP1006,
    /** An unknown class of data. */
    SP1101,
    /** An unknown database or table. */
    SP1102,
    /** An unknown column. */
    SP1103,
    /** An unknown scope. */
    SP1104,
    /** An unknown role. */
    SP1105,
    /** An unknown purpose. */
    SP1106,
    /** An unknown mask. */
    SP1107,
    /** A rectangle whose scope cannot reach a table it names. */
    SP1108,
    /** An assignment to a person without {@code until} or {@code reason}. */
    SP1109,
    /** A word that the policy defines and nothing uses. */
    SP1110,
    /** Two columns of one table that a role would see under one name. */
    SP1111,
    /** A word written twice, or a class that one rectangle shows both in clear and masked. */
    SP1112,
    /** A scope that follows the subject where no subject is known. */
    SP1113,
    /** A condition that does not check. */
    SP1114,
    /** Roles that inherit in a circle. */
    SP1115,
    /** An unknown environment. */
    SP1119,
    /** An unknown function. */
    SP1120,
    /** Roles that a rule keeps apart, in one hand. */
    SP1121,
    /** An agent that could do more than the people it acts for. */
    SP1122,
    /** Something a role allows that a guardrail takes away. */
    SP1123,
    /** An assignment that nothing ends. */
    SP1124,
    /** A role that shows more than the role it inherits. */
    SP1125,
    /** Two roles that are the same. */
    SP1126,
    /** A role on its way out that is still assigned. */
    SP1127,
    /** An acceptance of what is no conflict. */
    SP1128,
    /** A role that is assigned and that nobody can hold. */
    SP1129,
    /** A service and a person with one login. */
    SP1130,
    /** A test of the policy folder that does not hold. */
    SP1201,
    /** A question names a person or an environment that nobody knows. */
    SP1301,

    /** No role held includes the class of data asked for. */
    SP2041,
    /** No role held may make this change. */
    SP2042,
    /** A row outside the scope of every role held. */
    SP2043,
    /** A statement no person may run. */
    SP2044,
    /** A statement that cannot be read, so cannot be judged. */
    SP2045,
    /** Something the database refuses that no rule of the policy gives. */
    SP2046,
    /** A guardrail that no role overrides. */
    SP2047,
    /** A role held allows it, but not now, not here or not for this purpose. */
    SP2048,

    /** The database lacks a table or column that the policy names. */
    SP3001,
    /** A native role, schema or account of that name exists and is not ours. */
    SP3002,
    /** Something the policy says has no native form. */
    SP3003,
    /** The database cannot be reached or refuses the administrator. */
    SP3004,
    /** The database after an apply is not what was wanted. */
    SP3005,
    /** Something the policy says that no door enforces yet. */
    SP3006,
    /** The plan would hold a shape known to leak: a defect of ours. */
    SP3010,
    /** A policy for several environments, and none or another one is named. */
    SP3020,
    /** An account that is to be removed owns something, and nobody can get it. */
    SP3021,
    /** A login that was another account's. */
    SP3022,
    /** An account that cannot get the name it is to have. */
    SP3023,
    /** A drift that nobody sees, or not any more. */
    SP3030,
    /** Drift that Sallyport must not or cannot undo. */
    SP3031,
    /** Drift that cannot be accepted in the way asked for. */
    SP3032,
    /** Nothing to hold a database against: no apply yet, or a baseline that is not ours. */
    SP3033,
    /** The folder an adopted database is to be written to is in use. */
    SP3040,
    /** A database to be adopted that has a door of ours already. */
    SP3041,
    /** A file that should hold a saved plan does not. */
    SP3050,
    /** The account that administers a database lacks a right a plan needs. */
    SP3051,
    /** A live database does something else than a test of the policy folder expects. */
    SP3060,
    /** A table whose rows each view keeps back, and something that a view cannot keep back. */
    SP3070,
    /** An adopted file that somebody has written in, so that no drift is written into it. */
    SP3080,
    /** Drift that the next apply takes back cannot be accepted. */
    SP3081,

    /** The person may not sign in: unknown name or wrong password. */
    SP4001,
    /** The person is known and holds no role now. */
    SP4002,
    /** The database asked for does not exist here. */
    SP4003,
    /** A packet that is not the protocol, or longer than its bound. */
    SP4004,
    /** Something of the protocol that the gateway does not carry. */
    SP4005,
    /** The handshake or another wait took longer than its bound. */
    SP4006,
    /** The person's own account on the database cannot be opened. */
    SP4007,
    /** The session ended because the person's rights did. */
    SP4008,
    /** A session setting the gateway pins was changed. */
    SP4009,
    /** Something of our own broke; the session ends. */
    SP4010,
    /** The connection is not encrypted, and has to be. */
    SP4011,
    /** A client's certificate stands for somebody else, or no longer. */
    SP4012,
    /** What somebody signed in with has ended or was taken back. */
    SP4013,
    /** Nothing was asked for as long as a role lets a session wait. */
    SP4030,
    /** The session lasted as long as a role lets one last. */
    SP4031,
    /** The condition of a role does not hold now, or not from here. */
    SP4032,
    /** A statement ran longer than a role lets one run. */
    SP4033,
    /** A session that is told that it ends soon. */
    SP4034,
    /** A purpose was not stated, or is not one of the person's roles. */
    SP4035,
    /** What a purpose asks for was not said. */
    SP4036,
    /** A person has as many sessions open as their roles let them have. */
    SP4037,
    /** An operator ended the session. */
    SP4038,
    /** The gateway is stopping. */
    SP4039,
    /** Words of an operator to the person of a session. */
    SP4040,
    /** A session that is not open, or a gateway that does not run. */
    SP4041,
    /** There is no safe way to the database: no TLS, or a certificate that proves nothing. */
    SP4060,
    /** The database, or the person's account on it, has as many connections as it may have. */
    SP4061,
    /** The database does not answer, or is starting or stopping. */
    SP4062,
    /** No server of the target has the role that the target asks for. */
    SP4063,
    /** The database is gone in the middle of a session. */
    SP4064,
    /** The address of the database behind the gateway cannot be read. */
    SP4065,

    /** The record cannot be written, so nothing is released. */
    SP5001,
    /** The record fails verification. */
    SP5002,
    /** A folder holds no record, or not all of it. */
    SP5003,

    /** No JDK 25 or newer. */
    SP6001,
    /** A port is busy. */
    SP6002,
    /** A data directory is half-written, foreign, or in use. */
    SP6003,
    /** The disk is full or not writable. */
    SP6004,
    /** An address that is not loopback. */
    SP6005,
    /** The embedded database does not start. */
    SP6006,
    /** A command line that cannot be understood. */
    SP6007,
    /** Something nobody expected: a defect of Sallyport's. */
    SP6008,
    /** Sallyport's own sources do not build. */
    SP6009,
    /** The certificate given for the gateway cannot be used. */
    SP6010,
    /** A token that cannot be given or taken back. */
    SP6011
}

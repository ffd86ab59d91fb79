package dev.sallyport.problem;

/**
 * The stable SP numbers, one line of cause each; {@code docs/reference/problems.md} lists them all.
 *
 * <p>1xxx policy folder, 2xxx denials, 3xxx database door, 4xxx gateway door, 5xxx record, 6xxx
 * machine and command line, 7xxx control plane. A number is never given a second meaning.
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
    /** A saved query that is none. */
    SP1190,
    /** A role of groups that shows no key of the people in them. */
    SP1191,
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
    /** A channel that no role held opens. */
    SP2049,
    /** A class of statement that no role held runs. */
    SP2060,
    /** A role runs its saved queries only. */
    SP2061,
    /** A role shows groups only, and this may show fewer people. */
    SP2062,
    /** More rows of one query than a role gives. */
    SP2070,
    /** More rows in an hour than a role gives. */
    SP2071,
    /** More rows in a day than a role gives. */
    SP2072,
    /** More rows of some classes in a day than a guardrail lets anybody take. */
    SP2073,
    /** Several statements in one string by somebody whose rows are counted. */
    SP2074,
    /** A role that lets nothing leave as a file. */
    SP2075,
    /** A class of data that may not leave as a file. */
    SP2076,
    /** An export that somebody has to agree to. */
    SP2077,
    /** An export that bears a mark. */
    SP2078,
    /** A statement would show records that have to be accounted for without naming them. */
    SP2080,
    /** A row too long to be accounted for. */
    SP2081,
    /** More prepared statements, cursors or savepoints in one session than can be kept. */
    SP2082,
    /** Data asks for a second factor that was proved lately. */
    SP2083,
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
    /** A statement so long or so deeply nested that it cannot be read in bounded time. */
    SP4014,
    /** Too many connections wait to be confirmed in a browser. */
    SP4015,
    /** Nobody confirmed a connection in a browser in time. */
    SP4016,
    /** Somebody said no to a connection in the browser, or proved to be another person. */
    SP4017,
    /** No connection is confirmed in a browser here. */
    SP4018,
    /** A gateway that hears nothing from the control plane it follows, or may follow it no more. */
    SP4019,
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
    /** A role asks for a second factor that was proved lately. */
    SP4042,
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
    /** A statement whose effect would last longer than the account is the session's. */
    SP4070,
    /** All accounts of a person stayed in use by other sessions of theirs for too long. */
    SP4071,
    /** A session refused so often that its next statements wait. */
    SP4072,
    /** The record cannot be written, so nothing is released. */
    SP5001,
    /** The record fails verification. */
    SP5002,
    /** A folder holds no record, or not all of it. */
    SP5003,
    /** The record names nobody, since the policy has no subject. */
    SP5004,
    /** An export that nobody asks for. */
    SP5010,
    /** Somebody agrees to an export of their own. */
    SP5011,
    /** An export is agreed to for too long. */
    SP5012,
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
    SP6011,
    /** Something a server's configuration names that is not there, or that others may read. */
    SP6012,
    /** A part of Sallyport that a configuration asks for and this version does not have. */
    SP6013,
    /** A configuration that would let rows and proofs cross the network unprotected. */
    SP6014,
    /** A server whose policy was never applied. */
    SP6015,
    /** An authority of accounts is asked for where accounts have no certificates. */
    SP6016,
    /** A request that cannot be understood. */
    SP7100,
    /** A request longer than its bound. */
    SP7101,
    /** A request that does not say, or not truly, who asks. */
    SP7102,
    /** Something asked for that is not there. */
    SP7103,
    /** A page that is not asked in this way. */
    SP7104,
    /** A body in a form that the page does not read. */
    SP7105,
    /** The control plane cannot reach its state now. */
    SP7106,
    /** A name of somebody else, who is here or was. */
    SP7110,
    /** A step of somebody's employment that does not follow from the one before. */
    SP7111,
    /** A login that changes again before the last change is applied. */
    SP7112,
    /** Something changed since it was read. */
    SP7113,
    /** A line of a table of people that cannot be taken. */
    SP7114,
    /** A state database of a newer Sallyport, or of something else. */
    SP7120,
    /** The directory cannot be applied at the doors, or somebody not shut out of them. */
    SP7121,
    /** Login, password and code do not prove who somebody is. */
    SP7140,
    /** An attempt to sign in too soon after others that failed. */
    SP7141,
    /** More people sign in at once than passwords are hashed for. */
    SP7142,
    /** Somebody proved who they are, and holds no role. */
    SP7143,
    /** A local account that cannot be made or is not there. */
    SP7144,
    /** A control plane that cannot be reached, or does not prove that it is the one meant. */
    SP7150,
    /** Nobody is signed in here, or not any more. */
    SP7151,
    /** A sign-in at the provider that was not begun in this browser, took too long or was used. */
    SP7160,
    /** The identity provider is away, or does not answer as one. */
    SP7161,
    /** The identity provider did not sign somebody in. */
    SP7162,
    /** What the identity provider says does not prove who somebody is. */
    SP7163,
    /** Somebody proved who they are, but not in the way that is demanded. */
    SP7164,
    /** The identity provider names nobody, or more than one, who works here now. */
    SP7165,
    /** No browser session, or one that has ended. */
    SP7166,
    /** A form that does not come from the page it belongs to. */
    SP7167,
    /** A logout token that is none, or was used. */
    SP7168,
    /** The identity provider did not tell all groups of somebody. */
    SP7169,
    /** Settings of the identity provider that cannot be used. */
    SP7170,
    /** A group given to the identity provider that is not in the directory. */
    SP7171,
    /** Somebody whom another source keeps. */
    SP7180,
    /** A table of people that would come to something else than was seen. */
    SP7181,
    /** Somebody or a group of an LDAP directory who cannot be taken. */
    SP7182,
    /** More people would leave at once than may. */
    SP7183,
    /** An LDAP directory that cannot be read, or not whole. */
    SP7184,
    /** No LDAP directory is configured. */
    SP7185,
    /** A page of a list that cannot be asked for so. */
    SP7200,
    /** A change without a word under which it may be sent again. */
    SP7201,
    /** A request sent again with other words than the first time. */
    SP7202,
    /** A request sent again while the first is still being answered. */
    SP7203,
    /** Something that is not any more as the request says it was read. */
    SP7204,
    /** Something that the caller may not do in Sallyport itself. */
    SP7205,
    /** A change of one's own standing. */
    SP7206,
    /** A key that cannot be issued. */
    SP7207,
    /** Something a person does, asked by a program. */
    SP7208,
    /** A key to seal with that is none. */
    SP7220,
    /** A backup that was sealed under another key. */
    SP7221,
    /** A file that is no backup. */
    SP7222,
    /** A backup that was cut short or added to. */
    SP7223,
    /** A backup that is not as it was written. */
    SP7224,
    /** A backup in a form of a newer Sallyport. */
    SP7225,
    /** A backup with state of a newer Sallyport. */
    SP7226,
    /** A folder that is not empty, and so nothing is restored into it. */
    SP7227,
    /** A backup that cannot be made or kept so. */
    SP7228,
    /** A backup whose record does not verify. */
    SP7229,
    /** Secrets that are sealed under another key than the configuration names. */
    SP7230,
    /** A restored record that is not where the configuration says. */
    SP7231,
    /** Somebody said to have left whom the backup does not know. */
    SP7232,
    /** A Vault that does not answer, or does not prove that it is the one. */
    SP7233,
    /** A Vault that is sealed or not ready. */
    SP7234,
    /** A token that Vault refuses. */
    SP7235,
    /** A key that Vault does not have, or that cannot seal. */
    SP7236,
    /** Something that a key of Vault does not open. */
    SP7237,
    /** Answers that no Vault gives. */
    SP7238,
    /** A key of the deployment that is missing, or another than before. */
    SP7239,
    /** A server without an address that passkeys can be made for. */
    SP7240,
    /** A passkey that does not prove who somebody is. */
    SP7241,
    /** A passkey that cannot be enrolled. */
    SP7242,
    /** A passkey that is enrolled already. */
    SP7243,
    /** The removal of somebody's last second factor. */
    SP7244,
    /** A change of passkeys by nobody who has just proved who they are. */
    SP7245,
    /** More passkeys than one person has. */
    SP7246,
    /** A passkey that a local account does not have. */
    SP7247,
    /** An agent or a service that nobody at work answers for. */
    SP7260,
    /** A workload token that does not prove which agent or service comes. */
    SP7261,
    /** The keys of a workload's platform are not to be had. */
    SP7262,
    /** Somebody who is to answer for an agent or a service is not at work. */
    SP7263,
    /** Both the file of people and the directory know a login. */
    SP7264,
    /** A key asks for what gives an agent or a service something. */
    SP7265,
    /** A database login that nobody may log in by, or that is nobody's. */
    SP7280,
    /** A database login that can be nobody's own. */
    SP7281,
    /** A database login that is somebody's already. */
    SP7282,
    /** Nobody has confirmed a sign-in yet. */
    SP7290,
    /** Whether a sign-in was confirmed was asked too soon again. */
    SP7291,
    /** No sign-in waits for a device code any more. */
    SP7292,
    /** Somebody said no to a sign-in in the browser. */
    SP7293,
    /** Nothing waits for the code that somebody typed in a browser. */
    SP7294,
    /** A connection that somebody confirmed wants to come in as somebody else. */
    SP7295,
    /** A form of another page confirms a sign-in. */
    SP7296,
    /** A command that is not done over the API. */
    SP7300,
    /** More commands over the API at once than are done. */
    SP7301,
    /** Another gateway follows with this token. */
    SP7310,
    /** A gateway has not confirmed that it has ended what somebody had open. */
    SP7311,
    /** A control plane or a gateway that does not speak as the other does. */
    SP7312,
    /** The control plane that a gateway follows does not answer, or does not prove what it is. */
    SP7313,
    /** A gateway may not follow its control plane, or not any more. */
    SP7314,
    /** Something was asked of a gateway that is the control plane's, which it follows. */
    SP7315
}

import java.net.InetSocketAddress;
import java.nio.file.Path;

/** `Main netty|inline|threads|leader PORT LOOPS FILE`. */
final class Main {
    static final String WHO = "person=n.baker role=nurse purpose=TREAT door=gateway login=sp_n_baker database=bench address=10.1.2.3:50022 "
        + "policy=9f2c4d1e7b ticket=none session=7f00000000000001 application=pgbench client=15.18 ";

    public static void main(String[] args) throws Exception {
        var log = new AuditLog(Path.of(args[3]));
        var database = new InetSocketAddress("127.0.0.1", Integer.getInteger("database", 55432));
        var port = Integer.parseInt(args[1]);
        Thread.ofPlatform().daemon().name("report").start(() -> report(log));
        switch (args[0]) {
            case "netty", "inline" -> new NettyGateway(log, database, args[0].equals("inline")).serve(port, Integer.parseInt(args[2]));
            default -> new ThreadGateway(log, database, args[0].equals("leader")).serve(port);
        }
    }

    private static void report(AuditLog log) {
        long events = 0, batches = 0;
        while (true) {
            try { Thread.sleep(1000); } catch (InterruptedException end) { return; }
            var e = log.appended();
            var b = log.batches;
            if (e > events) System.out.printf("%d events %d batches %.2f per batch%n", e - events, b - batches, (double) (e - events) / Math.max(1, b - batches));
            events = e;
            batches = b;
        }
    }
}

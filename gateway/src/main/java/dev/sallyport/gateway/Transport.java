package dev.sallyport.gateway;

import dev.sallyport.audit.ShortSlice;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;

/** Epoll where the machine has it, the JDK's selectors elsewhere. */
final class Transport {
    private static final boolean EPOLL = Epoll.isAvailable();

    /** After half a minute without a byte the host is asked for one; twice that and it is gone. */
    private static final int SILENCE_SECONDS = 30;

    private Transport() {}

    static EventLoopGroup loops(int count) {
        return new MultiThreadIoEventLoopGroup(
                count,
                LoopThread::new,
                EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** Wakes for every packet of every session. */
    private static final class LoopThread extends FastThreadLocalThread {
        LoopThread(Runnable work) {
            super(work, "gateway-loop");
        }

        @Override
        public void run() {
            ShortSlice.take();
            super.run();
        }
    }

    static Class<? extends ServerChannel> serverChannel() {
        return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** A host that falls silent is found out, also by a session that waits. */
    static void noticeDeath(Bootstrap bootstrap) {
        bootstrap.option(ChannelOption.SO_KEEPALIVE, true);
        if (EPOLL) {
            bootstrap
                    .option(EpollChannelOption.TCP_KEEPIDLE, SILENCE_SECONDS)
                    .option(EpollChannelOption.TCP_KEEPINTVL, SILENCE_SECONDS / 3)
                    .option(EpollChannelOption.TCP_KEEPCNT, 3);
        }
    }

    static Class<? extends Channel> clientChannel() {
        return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
    }
}

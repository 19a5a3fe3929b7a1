package org.jrp.server.whole;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire that can be cut: passes on what comes to its port, until it does not. */
final class Proxy implements AutoCloseable {

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean whole = true;

    Proxy(String host, int port) {
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        target = new InetSocketAddress(host, port);
        daemon(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Breaks what is connected; whoever connects from now on is hung up on. */
    void cut() {
        whole = false;
        open.forEach(Proxy::hangUp);
    }

    void mend() {
        whole = true;
    }

    @Override
    public void close() {
        cut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket caller = listener.accept();
                if (!whole) {
                    hangUp(caller);
                    continue;
                }
                Socket called = new Socket();
                open.add(caller);
                open.add(called);
                called.connect(target, 10_000);
                caller.setTcpNoDelay(true);
                called.setTcpNoDelay(true);
                daemon(() -> pass(caller, called));
                daemon(() -> pass(called, caller));
                if (!whole) {
                    cut();
                }
            } catch (IOException hungUp) {
                // the next one may come through
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1 << 14];
            for (int got = in.read(bytes); got >= 0; got = in.read(bytes)) {
                out.write(bytes, 0, got);
                out.flush();
            }
        } catch (IOException hungUp) {
            // both ends are closed
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}

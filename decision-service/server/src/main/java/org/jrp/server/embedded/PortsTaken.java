package org.jrp.server.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Tells which port is taken and which setting moves it (端口被占用). */
final class PortsTaken extends AbstractFailureAnalyzer<PortInUseException> implements Ordered {

    private final Environment environment;

    PortsTaken(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected FailureAnalysis analyze(Throwable failure, PortInUseException cause) {
        String taken = String.valueOf(cause.getPort());
        boolean management = taken.equals(environment.getProperty("management.server.port"))
                && !taken.equals(environment.getProperty("server.port"));
        String setting = management ? "management.server.port" : "server.port";
        String description = """
                端口 %s(%s)已被占用。
                Port %s (%s) is already in use.""".formatted(taken, management ? "管理端口" : "服务端口", taken, setting);
        String action = """
                停止占用该端口的程序,或换一个端口:--%s=端口号%s
                Stop what uses it, or choose another: --%s=PORT%s""".formatted(
                        setting,
                        management ? "" : "(管理端口随之变为该端口号加 1000)",
                        setting,
                        management ? "" : " (the management port follows: PORT + 1000)");
        return new FailureAnalysis(description, action, failure);
    }
}

package org.jrp.server.notification;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jrp.catalogue.Text;
import org.jrp.server.ServerProperties;
import org.springframework.stereotype.Component;

/**
 * Which addresses may be called (回调地址规则): HTTPS over the open network. This machine is called only where {@code jrp.webhooks.plain-http}
 * says so, and the own network only in the ranges of {@code jrp.webhooks.private-addresses}; a department could reach by its receiver
 * what it cannot reach by itself otherwise.
 */
@Component
final class AddressRules {

    private static final int LONGEST = 500;
    private static final int HIGHEST_PORT = 65_535;

    /** Addresses that no public receiver has, beside those that Java knows as such. */
    private static final List<AddressRange> PRIVATE = List.of(
            AddressRange.of("0.0.0.0/8"),
            AddressRange.of("10.0.0.0/8"),
            AddressRange.of("100.64.0.0/10"),
            AddressRange.of("169.254.0.0/16"),
            AddressRange.of("172.16.0.0/12"),
            AddressRange.of("192.0.0.0/24"),
            AddressRange.of("192.0.2.0/24"),
            AddressRange.of("192.168.0.0/16"),
            AddressRange.of("198.18.0.0/15"),
            AddressRange.of("198.51.100.0/24"),
            AddressRange.of("203.0.113.0/24"),
            AddressRange.of("224.0.0.0/3"),
            AddressRange.of("::/96"),
            AddressRange.of("64:ff9b::/96"),
            AddressRange.of("64:ff9b:1::/48"),
            AddressRange.of("100::/64"),
            AddressRange.of("2001::/23"),
            AddressRange.of("2001:db8::/32"),
            AddressRange.of("2002::/16"),
            AddressRange.of("fc00::/7"),
            AddressRange.of("fe80::/10"),
            AddressRange.of("fec0::/10"),
            AddressRange.of("ff00::/8"));

    private final boolean plainHttp;
    private final List<AddressRange> allowed;

    AddressRules(WebhookProperties properties, ServerProperties server) {
        Boolean wanted = properties.plainHttp();
        this.plainHttp = wanted == null ? server.demo() : wanted;
        this.allowed =
                properties.privateAddresses().stream().map(AddressRange::of).toList();
    }

    /** Thrown when an address may not be called (地址不允许). */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;
        private final transient Text text;

        RefusedException(String code, String zh, String en) {
            super(code);
            this.code = code;
            this.text = new Text(zh, en);
        }

        String code() {
            return code;
        }

        Text text() {
            return text;
        }
    }

    /** The address, looked at without asking anybody where it leads. */
    URI read(String url) throws RefusedException {
        URI uri = parsed(url);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || host.isEmpty() || uri.isOpaque()) {
            throw invalid();
        }
        if (uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
            throw invalid();
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new RefusedException(
                    "address-parts", "地址不得带用户名、密码或 # 片段。", "An address has neither user, password nor fragment.");
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && plainHttp)) {
            throw notSecure();
        }
        return uri;
    }

    /**
     * Where the address leads now. To be asked before each call: a name may lead elsewhere than it did.
     *
     * @throws UnknownHostException when the name leads nowhere, which may pass
     */
    void resolve(URI uri) throws RefusedException, UnknownHostException {
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        for (InetAddress address : InetAddress.getAllByName(host(uri))) {
            if (address.isLoopbackAddress()) {
                if (!plainHttp) {
                    throw inside();
                }
            } else if (!secure) {
                throw notSecure();
            } else if (inside(address) && allowed.stream().noneMatch(range -> range.holds(address))) {
                throw inside();
            }
        }
    }

    private static boolean inside(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || PRIVATE.stream().anyMatch(range -> range.holds(address));
    }

    private static String host(URI uri) {
        String host = String.valueOf(uri.getHost());
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static URI parsed(String url) throws RefusedException {
        if (url.isBlank() || url.length() > LONGEST) {
            throw invalid();
        }
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw invalid();
        }
    }

    private static RefusedException invalid() {
        return new RefusedException(
                "invalid-address",
                "地址应为完整的 https 地址,不超过 500 个字符。",
                "The address is a whole https address of at most 500 characters.");
    }

    private static RefusedException notSecure() {
        return new RefusedException(
                "address-not-secure",
                "地址须用 https;仅本机地址且已设置 jrp.webhooks.plain-http 时可用 http。",
                "The address must be https; http is for this machine alone, where jrp.webhooks.plain-http is set.");
    }

    private static RefusedException inside() {
        return new RefusedException(
                "address-private",
                "地址指向本机或内部网络;需由运维在 jrp.webhooks.private-addresses 中允许。",
                "The address leads to this machine or the network inside; operators may allow it in jrp.webhooks.private-addresses.");
    }
}

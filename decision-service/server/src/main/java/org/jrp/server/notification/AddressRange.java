package org.jrp.server.notification;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of internet addresses (网段), such as {@code 10.1.0.0/16}. */
final class AddressRange {

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException when it is none, or names a host */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException(
                    "The range (%s) is not of the form 10.1.0.0/16 or fd00::/8.".formatted(text));
        }
        try {
            byte[] network = InetAddress.getByName(address).getAddress();
            int bits = slash < 0 ? network.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > network.length * Byte.SIZE) {
                throw new IllegalArgumentException("The range (%s) has too many bits.".formatted(text));
            }
            return new AddressRange(network, bits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("The range (%s) is no address.".formatted(text), e);
        }
    }

    boolean holds(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 1 << Byte.SIZE - 1 - i % Byte.SIZE;
            if (((bytes[i / Byte.SIZE] ^ network[i / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}

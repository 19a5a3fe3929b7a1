package org.jrp.client;

import org.jspecify.annotations.Nullable;

/** The notice for the subject (告知书), ready to print or send. */
public record Notice(Format format, byte[] bytes) {

    /** The form of a notice (格式). */
    public enum Format {
        HTML("text/html"),
        PDF("application/pdf");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        /** Its media type, without parameters. */
        public String mediaType() {
            return mediaType;
        }
    }

    public Notice {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Notice that && format == that.format && java.util.Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Notice[" + format + ", " + bytes.length + " bytes]";
    }
}

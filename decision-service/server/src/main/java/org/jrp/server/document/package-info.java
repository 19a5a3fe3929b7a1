/** Printable documents: pages, their style, and PDF (可打印文书). */
@NullMarked
package org.jrp.server.document;

import org.jspecify.annotations.NullMarked;

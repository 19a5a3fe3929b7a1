/** Generated case files on synthetic subjects (生成的案卷), the same for the same seed on every machine and Java. */
@NullMarked
package org.jrp.sample;

import org.jspecify.annotations.NullMarked;

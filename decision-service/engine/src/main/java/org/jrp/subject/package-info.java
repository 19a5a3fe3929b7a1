/** Who is asked about and who is listed (信用主体): identifiers, their check digits, masking, and kinds of subject. */
@NullMarked
package org.jrp.subject;

import org.jspecify.annotations.NullMarked;

/** Who may do what: keys, tokens, roles, grants, limits, access log (身份与权限). */
@NullMarked
package org.jrp.server.access;

import org.jspecify.annotations.NullMarked;

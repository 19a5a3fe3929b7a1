/** Releases: uploaded, checked, approved by a second person, activated, rolled back (发布). */
@NullMarked
package org.jrp.server.publication;

import org.jspecify.annotations.NullMarked;

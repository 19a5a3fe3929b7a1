/** What a subject may ask about itself, and how long anything is kept (主体权利与保存期限). */
@NullMarked
package org.jrp.server.rights;

import org.jspecify.annotations.NullMarked;

/** Reading the catalogue (措施目录查询). */
@NullMarked
package org.jrp.server.catalogue;

import org.jspecify.annotations.NullMarked;

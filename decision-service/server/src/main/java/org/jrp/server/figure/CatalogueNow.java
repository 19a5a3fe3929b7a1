package org.jrp.server.figure;

import org.jrp.catalogue.Catalogue;

/** The catalogue by which names and kinds are told (现行措施目录). */
interface CatalogueNow {

    Catalogue now();
}

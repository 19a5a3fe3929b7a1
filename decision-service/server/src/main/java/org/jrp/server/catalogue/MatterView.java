package org.jrp.server.catalogue;

import java.util.List;

/** A matter inside contexts (事项). */
record MatterView(String code, String name, List<String> contexts) {}

package org.jrp.server.entry;

import java.util.Locale;
import org.jrp.server.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What is to be imported for whom (导入要求).
 *
 * @param list code of the one list the file covers; null where each row names its own
 * @param all whether the file covers every list of the catalogue
 * @param source who delivers it
 * @param dryRun whether everything is checked and nothing kept
 * @param locale of the messages
 */
record ImportOrder(Caller caller, @Nullable String list, boolean all, String source, boolean dryRun, Locale locale) {}

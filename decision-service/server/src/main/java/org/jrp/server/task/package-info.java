/** What an entry calls for: tasks, duties to report, decisions weighed again (触发任务). */
@NullMarked
package org.jrp.server.task;

import org.jspecify.annotations.NullMarked;

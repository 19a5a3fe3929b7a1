/**
 * The record (留痕): a decision and what it rests on as canonical bytes with their hashes, the answer as the HTTP contract words
 * it, and the verdict of a replay.
 */
@NullMarked
package org.jrp.record;

import org.jspecify.annotations.NullMarked;

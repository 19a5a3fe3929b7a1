package org.jrp.decision;

import java.util.Arrays;
import java.util.List;

/** Words, each once, in order (有序词集). Made for the few that one decision holds: an array that is searched and shifted. */
final class SortedWords {

    private String[] words = new String[8];
    private int count;

    void add(String word) {
        int last = count == 0 ? 1 : word.compareTo(words[count - 1]);
        int at = last > 0 ? -count - 1 : last == 0 ? count - 1 : Arrays.binarySearch(words, 0, count, word);
        if (at < 0) {
            if (count == words.length) {
                words = Arrays.copyOf(words, count * 2);
            }
            System.arraycopy(words, -at - 1, words, -at, count + at + 1);
            words[-at - 1] = word;
            count++;
        }
    }

    void add(List<String> more) {
        for (int i = 0; i < more.size(); i++) {
            add(more.get(i));
        }
    }

    List<String> words() {
        return List.of(Arrays.copyOf(words, count));
    }
}

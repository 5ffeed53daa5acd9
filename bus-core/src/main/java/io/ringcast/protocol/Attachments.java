package io.ringcast.protocol;

/** The binary messages of one packet, and where its text refers to them. */
final class Attachments {
    /*
     * Owner: the decoder while they arrive; immutable once the packet is out.
     * A mark is four numbers: where the placeholder begins, where it ends, how many objects begin
     * before it in its argument, which attachment it stands for. Marks are in the text's order.
     */
    static final int MARK = 4;

    private final byte[][] data;
    private int[] marks = {};
    private int count;

    Attachments(int count) {
        this.data = new byte[count][];
    }

    void mark(int[] marks, int count) {
        this.marks = marks;
        this.count = count;
    }

    /** The number of binary messages. */
    int count() {
        return data.length;
    }

    void set(int index, byte[] bytes) {
        data[index] = bytes;
    }

    /** The binary messages, shared. */
    byte[][] data() {
        return data;
    }

    long totalBytes() {
        long total = 0;
        for (byte[] bytes : data) {
            total += bytes.length;
        }
        return total;
    }

    /** The number of marks in front of a place in the text. */
    int marksBefore(int place) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (marks[middle * MARK] < place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int start(int mark) {
        return marks[mark * MARK];
    }

    int end(int mark) {
        return marks[mark * MARK + 1];
    }

    int objectsBefore(int mark) {
        return marks[mark * MARK + 2];
    }

    byte[] bytes(int mark) {
        return data[marks[mark * MARK + 3]];
    }
}

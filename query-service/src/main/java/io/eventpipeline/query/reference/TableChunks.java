package io.eventpipeline.query.reference;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Cuts a table into the texts of its keys. Each can be read by itself: the number of attributes and
 * their names, then the users, each with its id, the number of its attributes, and for each of them
 * its place among the names and its value. Names, ids and values have their length before them, in
 * two bytes; the other numbers are one byte. A table without users has one chunk.
 */
final class TableChunks implements Iterator<byte[]> {
  /** No chunk is longer than this and one user. */
  static final int SIZE = 512 * 1024;

  private final ReferenceTable table;
  private int next;
  private boolean begun;

  TableChunks(ReferenceTable table) {
    this.table = table;
  }

  @Override
  public boolean hasNext() {
    return !begun || next < table.users().size();
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    begun = true;
    ByteArrayOutputStream chunk = new ByteArrayOutputStream(SIZE / 8);
    chunk.write(table.attributes().size());
    for (AttributeColumn attribute : table.attributes()) {
      write(chunk, attribute.name().getBytes(StandardCharsets.UTF_8));
    }
    while (next < table.users().size() && chunk.size() < SIZE) {
      writeUser(chunk, next++);
    }
    return chunk.toByteArray();
  }

  private void writeUser(ByteArrayOutputStream chunk, int user) {
    write(chunk, table.users().bytesOf(user));
    int count = 0;
    for (AttributeColumn attribute : table.attributes()) {
      count += attribute.valueOf(user) >= 0 ? 1 : 0;
    }
    chunk.write(count);
    for (int i = 0; i < table.attributes().size(); i++) {
      AttributeColumn attribute = table.attributes().get(i);
      int value = attribute.valueOf(user);
      if (value >= 0) {
        chunk.write(i);
        write(chunk, attribute.bytesOf(value));
      }
    }
  }

  private static void write(ByteArrayOutputStream chunk, byte[] text) {
    chunk.write(text.length >>> 8);
    chunk.write(text.length);
    chunk.write(text, 0, text.length);
  }

  /**
   * Adds the users of one chunk.
   *
   * @throws RuntimeException if somebody else wrote it
   */
  static void read(byte[] chunk, TableBuilder into) {
    ByteBuffer in = ByteBuffer.wrap(chunk);
    int[] attributes = new int[in.get() & 0xff];
    for (int i = 0; i < attributes.length; i++) {
      byte[] name = new byte[length(in)];
      in.get(name);
      attributes[i] = into.attribute(new String(name, StandardCharsets.UTF_8));
    }
    while (in.hasRemaining()) {
      int id = length(in);
      into.user(chunk, in.position(), id);
      in.position(in.position() + id);
      for (int left = in.get() & 0xff; left > 0; left--) {
        int attribute = attributes[in.get() & 0xff];
        int value = length(in);
        into.value(attribute, chunk, in.position(), value);
        in.position(in.position() + value);
      }
    }
  }

  private static int length(ByteBuffer in) {
    return in.getShort() & 0xffff;
  }
}
